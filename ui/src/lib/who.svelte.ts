// Owns who is at this page: the profile entered, until the program ends or somebody else enters.
import type { ProfileView } from "../contract/ProfileView";
import { call, callerKey, keepCallerKey, onCall } from "./call";

const PLACE = "zhancheng-profile";

function kept(): ProfileView | null {
  const text = sessionStorage.getItem(PLACE);
  if (!text || callerKey() === "") return null;
  try {
    return JSON.parse(text) as ProfileView;
  } catch {
    return null;
  }
}

let profile = $state.raw<ProfileView | null>(kept());

/** Who entered; nobody before that. */
export function who(): ProfileView | null {
  return profile;
}

/** Enters as a profile. Throws a Refusal. */
export async function enter(id: string, pin: string | null): Promise<void> {
  const entered = await call("profile_enter", { id, pin });
  keepCallerKey(entered.key);
  sessionStorage.setItem(PLACE, JSON.stringify(entered.profile));
  profile = entered.profile;
}

/** Leaves: the entry screen comes back. */
export function leave(): void {
  keepCallerKey("");
  sessionStorage.removeItem(PLACE);
  profile = null;
}

// A key dies with the program it came from: then somebody has to enter again.
onCall((_, outcome, refusal) => {
  if (outcome === "refused" && refusal?.code === "profile_unknown") leave();
});
