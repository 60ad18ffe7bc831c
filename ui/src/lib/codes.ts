// Owns the codes somebody chooses among in more than one area: the roles of a post, the languages of a session.

/** The roles a post may have. */
export const POST_ROLES = ["docent", "instructor", "performer", "host", "speaker", "technician", "volunteer", "floor_volunteer"] as const;

/** The languages besides the house's own: what somebody is qualified for. */
export const FOREIGN_LANGUAGES = ["en", "ja", "ko", "fr", "de", "ru", "es", "sign"] as const;

/** The languages a session may be held in, the house's own first. */
export const LANGUAGES = ["zh", ...FOREIGN_LANGUAGES] as const;
