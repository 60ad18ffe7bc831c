//! In which encoding a text file is, and its text piece by piece: a mark at its beginning, strict UTF-8, the pattern of
//! UTF-16, and what the bytes look like, taken as GB18030 wherever that is possible. Nothing is replaced by `U+FFFD`.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::Unreadable;

/// Bytes decoded at once.
const PIECE_BYTES: usize = 64 << 10;

/// The encoding of `bytes` and how many of them its mark takes.
pub(super) fn detect(bytes: &[u8]) -> (&'static Encoding, usize) {
    if let Some(found) = Encoding::for_bom(bytes) {
        return found;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return match sixteen(bytes) {
            Some(encoding) => (encoding, 0),
            None => (UTF_8, 0),
        };
    }
    if let Some(encoding) = sixteen(bytes) {
        return (encoding, 0);
    }
    // A file that is UTF-8 but for a broken byte is said to be broken there, not read as something else.
    if begins_in_utf8(bytes) {
        return (UTF_8, 0);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    // Big5 bytes are often GB18030 bytes too: only where the detector is sure of it.
    let chinese = whole(bytes, GB18030) && !(guess == BIG5 && whole(bytes, BIG5));
    let other = !chinese && guess.is_ascii_compatible() && whole(bytes, guess);
    (if other { guess } else { GB18030 }, 0)
}

/// Whether the bytes before the first that is no UTF-8 are Chinese in it. GB18030 makes two-byte signs there by chance,
/// three-byte ones hardly ever.
fn begins_in_utf8(bytes: &[u8]) -> bool {
    let Err(error) = std::str::from_utf8(bytes) else { return true };
    let Ok(text) = std::str::from_utf8(&bytes[..error.valid_up_to()]) else { return false };
    let of_length = |length: usize| text.chars().filter(|sign| sign.len_utf8() == length).count();
    let (two, three) = (of_length(2), of_length(3));
    three >= 3 && three > 4 * two
}

/// UTF-16 without a mark: zero bytes in every second place, and only there.
fn sixteen(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |parity: usize| head.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = head.len() / 40 + 1;
    match (even, odd) {
        (0, odd) if odd >= many => Some(UTF_16LE),
        (even, 0) if even >= many => Some(UTF_16BE),
        _ => None,
    }
}

fn whole(bytes: &[u8], encoding: &'static Encoding) -> bool {
    decode(bytes, encoding, |_| Ok(())).is_ok()
}

/// Hands on the text of `bytes`, piece by piece.
pub(super) fn decode(
    bytes: &[u8],
    encoding: &'static Encoding,
    mut piece: impl FnMut(&str) -> Result<(), Unreadable>,
) -> Result<(), Unreadable> {
    if encoding == UTF_8 {
        return match std::str::from_utf8(bytes) {
            Ok(text) => piece(text),
            Err(error) => Err(Unreadable::Encoding { line: line_of(&bytes[..error.valid_up_to()], b'\n') }),
        };
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut buffer = String::with_capacity(PIECE_BYTES);
    let mut at = 0;
    loop {
        let (result, read) = decoder.decode_to_string_without_replacement(&bytes[at..], &mut buffer, true);
        at += read;
        piece(&buffer)?;
        buffer.clear();
        match result {
            DecoderResult::InputEmpty => return Ok(()),
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => return Err(Unreadable::Encoding { line: line_of(&bytes[..at], b'\n') }),
        }
    }
}

fn line_of(before: &[u8], end: u8) -> usize {
    before.iter().filter(|byte| **byte == end).count() + 1
}
