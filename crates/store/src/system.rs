//! All that differs between operating systems, as pure tables: where a museum lives by default,
//! what a file may be called, where sticks appear, which folders are not this machine's own.
//!
//! Nothing here asks the machine: the system and its surroundings are arguments, so that one
//! test on any system holds all of them.

/// A family of operating systems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// Windows 10 and newer.
    Windows,
    /// Debian and the other Linux desktops.
    Linux,
    /// macOS; the page runs there, no bundle is made.
    MacOs,
}

impl System {
    /// The one this program was built for.
    pub const HERE: System = if cfg!(windows) {
        System::Windows
    } else if cfg!(target_os = "macos") {
        System::MacOs
    } else {
        System::Linux
    };

    fn separator(self) -> char {
        if self == System::Windows { '\\' } else { '/' }
    }

    fn join(self, folder: &str, names: &[&str]) -> String {
        let mut path = folder.trim_end_matches(['/', '\\']).to_owned();
        for name in names {
            path.push(self.separator());
            path.push_str(name);
        }
        path
    }

    /// Where the museum lives when nobody says otherwise. `variable` reads the environment.
    ///
    /// `None` where the surroundings name no home. On Windows it is the local folder, not the
    /// roaming one: that is copied between machines at every sign-in.
    pub fn museum_directory(self, variable: &dyn Fn(&str) -> Option<String>) -> Option<String> {
        let set = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        match self {
            System::Windows => {
                let local = set("LOCALAPPDATA")
                    .or_else(|| set("USERPROFILE").map(|home| self.join(&home, &["AppData", "Local"])))?;
                Some(self.join(&local, &["Zhancheng"]))
            }
            System::MacOs => set("HOME").map(|home| self.join(&home, &["Library", "Application Support", "Zhancheng"])),
            // The XDG base directory specification: a relative path there is to be ignored.
            System::Linux => set("XDG_DATA_HOME")
                .filter(|path| path.starts_with('/'))
                .or_else(|| set("HOME").map(|home| self.join(&home, &[".local", "share"])))
                .map(|data| self.join(&data, &["zhancheng"])),
        }
    }

    /// The file that remembers another place for the museum, once somebody chose one. `None` without a home.
    pub fn chosen_place_file(self, variable: &dyn Fn(&str) -> Option<String>) -> Option<String> {
        const NAME: &str = "place.txt";
        match self {
            // The XDG base directory specification again: what a person chose is configuration.
            System::Linux => variable("XDG_CONFIG_HOME")
                .filter(|path| path.starts_with('/'))
                .or_else(|| {
                    variable("HOME").filter(|home| !home.trim().is_empty()).map(|home| self.join(&home, &[".config"]))
                })
                .map(|folder| self.join(&folder, &["zhancheng", NAME])),
            System::Windows | System::MacOs => {
                self.museum_directory(variable).map(|folder| self.join(&folder, &[NAME]))
            }
        }
    }

    /// Where sticks and other removable drives appear, most likely first; not all need exist.
    pub fn removable_folders(self, variable: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
        match self {
            System::Windows => ('D'..='Z').map(|letter| format!("{letter}:\\")).collect(),
            System::MacOs => vec!["/Volumes".to_owned()],
            System::Linux => {
                let user = variable("USER").filter(|user| !user.is_empty() && !user.contains('/'));
                user.iter()
                    .flat_map(|user| [format!("/media/{user}"), format!("/run/media/{user}")])
                    .chain(["/media".to_owned(), "/mnt".to_owned()])
                    .collect()
            }
        }
    }

    /// A name for a file that all three systems can hold, as close to the wished one as may be.
    ///
    /// The strictest system rules everywhere: a paper saved on one PC is carried to another.
    pub fn file_name(wished: &str) -> String {
        let wished = wished.trim();
        let (stem, extension) = match wished.rsplit_once('.') {
            Some((stem, end)) if is_extension(end) => (stem, format!(".{end}")),
            _ => (wished, String::new()),
        };
        let allowed: String = stem
            .chars()
            .map(|letter| if letter.is_control() || FORBIDDEN.contains(&letter) { ' ' } else { letter })
            .collect();
        let spaced = allowed.split_whitespace().collect::<Vec<_>>().join(" ");
        let stem = shortened(spaced.trim_start_matches(['.', ' ']), NAME_BYTES_MAX - extension.len());
        let stem = stem.trim_end_matches(['.', ' ']);
        let device = stem.split('.').next().unwrap_or_default().trim_end();
        let reserved = DEVICES.iter().any(|name| name.eq_ignore_ascii_case(device));
        match stem {
            "" => format!("展程{extension}"),
            _ if reserved => format!("_{stem}{extension}"),
            _ => format!("{stem}{extension}"),
        }
    }
}

/// What Windows refuses in a name; the others refuse less.
const FORBIDDEN: &[char] = &['<', '>', ':', '"', '/', '\\', '|', '?', '*'];

/// What a name may measure on Linux, in bytes, with room for a counter; Chinese takes three a character.
const NAME_BYTES_MAX: usize = 200;

/// The longest end of a name that is taken for an extension.
const EXTENSION_BYTES_MAX: usize = 12;

fn is_extension(end: &str) -> bool {
    (1..=EXTENSION_BYTES_MAX).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Names that Windows keeps for devices, with any extension.
const DEVICES: &[&str] = &[
    "CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "LPT1", "LPT2",
    "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
];

/// The longest start of `text` within `bytes_max`, cut between characters.
fn shortened(text: &str, bytes_max: usize) -> &str {
    let end = text.char_indices().map(|(at, letter)| at + letter.len_utf8()).take_while(|end| *end <= bytes_max).last();
    &text[..end.unwrap_or(0)]
}

/// Folder names by which synchronising clients are known, lower case.
const SYNCED: &[(&str, &str)] = &[
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("icloud", "iCloud"),
    ("com~apple~clouddocs", "iCloud"),
    ("nutstore", "坚果云"),
    ("坚果云", "坚果云"),
    ("baidusyncdisk", "百度网盘同步空间"),
    ("wps云盘", "WPS云盘"),
    ("wpsdrive", "WPS云盘"),
    ("syncthing", "Syncthing"),
    ("nextcloud", "Nextcloud"),
];

/// File systems that live on another machine.
const NETWORK: &[&str] = &[
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "afs",
    "ncpfs",
    "fuse.sshfs",
    "fuse.rclone",
    "davfs",
    "fuse.davfs2",
];

/// Whether a path lies on a network drive: by the mount that holds it (`mounts` as `/proc/mounts`
/// writes them), or by its UNC prefix on Windows.
pub fn is_network(path: &str, mounts: &str) -> bool {
    let unc = path.starts_with(r"\\?\UNC\")
        || (path.starts_with(r"\\") && !path.starts_with(r"\\?\") && !path.starts_with(r"\\.\"));
    let mounted = mounts
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ');
            Some((words.nth(1)?.replace(r"\040", " "), words.next()?))
        })
        .filter(|(point, _)| std::path::Path::new(path).starts_with(point))
        .max_by_key(|(point, _)| point.len())
        .is_some_and(|(_, kind)| NETWORK.contains(&kind));
    unc || mounted
}

/// The service that synchronises a folder on the way to `path`.
pub fn synced_by(path: &str) -> Option<&'static str> {
    path.split(['/', '\\']).find_map(|component| {
        let name = component.to_lowercase();
        SYNCED
            .iter()
            .find(|(known, _)| {
                name == *known || name.starts_with(&format!("{known} ")) || name.starts_with(&format!("{known}-"))
            })
            .map(|(_, service)| *service)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_museum_has_a_place_on_every_system() {
        type Row<'a> = (System, &'a [(&'a str, &'a str)], Option<&'a str>);
        let table: &[Row] = &[
            (System::Linux, &[("HOME", "/home/a")], Some("/home/a/.local/share/zhancheng")),
            (System::Linux, &[("HOME", "/home/a"), ("XDG_DATA_HOME", "/data/")], Some("/data/zhancheng")),
            (System::Linux, &[("HOME", "/home/a"), ("XDG_DATA_HOME", "data")], Some("/home/a/.local/share/zhancheng")),
            (System::Linux, &[("HOME", " ")], None),
            (
                System::Windows,
                &[("LOCALAPPDATA", r"C:\Users\展\AppData\Local"), ("APPDATA", r"C:\Users\展\AppData\Roaming")],
                Some(r"C:\Users\展\AppData\Local\Zhancheng"),
            ),
            (System::Windows, &[("USERPROFILE", r"D:\展")], Some(r"D:\展\AppData\Local\Zhancheng")),
            (System::Windows, &[("APPDATA", r"C:\Users\展\AppData\Roaming")], None),
            (System::MacOs, &[("HOME", "/Users/a")], Some("/Users/a/Library/Application Support/Zhancheng")),
            (System::MacOs, &[], None),
        ];
        for (system, variables, expected) in table {
            let variable =
                |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
            assert_eq!(system.museum_directory(&variable).as_deref(), *expected, "{system:?} {variables:?}");
        }
    }

    #[test]
    fn a_chosen_place_is_remembered_where_the_system_keeps_what_people_chose() {
        type Row<'a> = (System, &'a [(&'a str, &'a str)], Option<&'a str>);
        let table: &[Row] = &[
            (System::Linux, &[("HOME", "/home/a")], Some("/home/a/.config/zhancheng/place.txt")),
            (System::Linux, &[("HOME", "/home/a"), ("XDG_CONFIG_HOME", "/c/")], Some("/c/zhancheng/place.txt")),
            (System::Linux, &[("HOME", "")], None),
            (System::Windows, &[("LOCALAPPDATA", r"C:\L")], Some(r"C:\L\Zhancheng\place.txt")),
            (System::MacOs, &[("HOME", "/U/a")], Some("/U/a/Library/Application Support/Zhancheng/place.txt")),
            (System::MacOs, &[], None),
        ];
        for (system, variables, expected) in table {
            let variable =
                |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
            assert_eq!(system.chosen_place_file(&variable).as_deref(), *expected, "{system:?} {variables:?}");
        }
    }

    #[test]
    fn sticks_are_looked_for_where_the_system_mounts_them() {
        let variable = |name: &str| (name == "USER").then(|| "展".to_owned());
        assert_eq!(System::Linux.removable_folders(&variable)[..2], ["/media/展", "/run/media/展"]);
        assert_eq!(System::Linux.removable_folders(&|_| None)[0], "/media");
        assert_eq!(System::Linux.removable_folders(&|_| Some("../etc".to_owned())), ["/media", "/mnt"]);
        let drives = System::Windows.removable_folders(&variable);
        assert_eq!((drives.len(), drives[0].as_str()), (23, r"D:\"));
        assert!(!drives.contains(&r"C:\".to_owned()));
    }

    #[test]
    fn a_name_fits_every_system() {
        let long = "馆".repeat(300);
        for (wished, expected) in [
            ("2026-05-04 馆周表.pdf", "2026-05-04 馆周表.pdf"),
            ("5/4 上午:<预览>?.pdf", "5 4 上午 预览.pdf"),
            ("..\\..\\etc/passwd", "etc passwd"),
            ("con.pdf", "_con.pdf"),
            ("CON", "_CON"),
            ("nul.2026.pdf", "_nul.2026.pdf"),
            ("console.pdf", "console.pdf"),
            ("馆周表. . ", "馆周表"),
            ("a\u{0}b\nc.pdf", "a b c.pdf"),
            ("", "展程"),
            (" .pdf", "展程.pdf"),
            ("***.pdf", "展程.pdf"),
        ] {
            assert_eq!(System::file_name(wished), expected, "{wished:?}");
        }
        let name = System::file_name(&format!("{long}.pdf"));
        assert!(name.len() <= NAME_BYTES_MAX && name.ends_with("馆.pdf"), "{name}");
    }

    #[test]
    fn network_drives_are_known_by_their_mount() {
        let mounts = "/dev/sda1 / ext4 rw 0 0\nserver:/x /mnt/share nfs4 rw 0 0\n//nas/y /mnt/my\\040share cifs rw 0 0\n/dev/sdb1 /mnt/share/local ext4 rw 0 0\n";
        for (path, network) in [
            ("/home/museum", false),
            ("/mnt/share/museum", true),
            ("/mnt/shared", false),
            ("/mnt/share/local/museum", false),
            ("/mnt/my share/museum", true),
            (r"\\nas\museum", true),
            (r"\\?\UNC\nas\museum", true),
            (r"\\?\C:\museum", false),
        ] {
            assert_eq!(is_network(path, mounts), network, "{path}");
        }
    }

    #[test]
    fn synchronised_folders_are_known_by_name() {
        for (path, service) in [
            ("/home/a/OneDrive/museum", Some("OneDrive")),
            (r"C:\Users\a\OneDrive - 重庆科技馆\x", Some("OneDrive")),
            ("/home/a/坚果云/museum", Some("坚果云")),
            ("/home/a/Documents/museum", None),
            ("/home/a/onedriver/museum", None),
        ] {
            assert_eq!(synced_by(path), service, "{path}");
        }
    }
}
