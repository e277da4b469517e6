//! Keys are judged as an attacker sees them: published, guessable or real.

use std::fmt::Write as _;

use fastrand::Rng;
use flask_sec_lint::secrets::{Tier, Wordlist, judge_key, judge_with};

/// Keys of each kind. The bound is 1 in 10,000; a build that is not optimised takes ten times as long and
/// gets a tenth: `cargo test --release --test keys` holds the bound in full.
const SAMPLE: u32 = if cfg!(debug_assertions) { 10_000 } else { 100_000 };

#[derive(serde::Deserialize)]
struct Known {
    key: String,
}

fn known_keys() -> Vec<Known> {
    let text = std::fs::read_to_string("testdata/keys/known-keys.json").expect("a file of the project");
    serde_json::from_str(&text).expect("a list of keys")
}

#[test]
fn every_known_key_is_published_and_its_origin_named() {
    let known = known_keys();
    assert_eq!(known.len(), 112);
    for Known { key } in known {
        let judgement = judge_key(key.as_bytes());
        assert_eq!(judgement.tier, Tier::Published, "{key}");
        assert!(judgement.origin.is_some(), "{key}");
    }
}

#[test]
fn a_known_key_written_as_bytes_is_published() {
    for Known { key } in known_keys() {
        let bytes: Option<Vec<u8>> = key.chars().map(|character| u8::try_from(character).ok()).collect();
        if let Some(bytes) = bytes {
            assert_eq!(judge_key(&bytes).tier, Tier::Published, "{key}");
        }
    }
}

#[test]
fn a_key_in_brackets_is_as_good_as_without_them() {
    for key in ["[9f86d081884c7d659a2feaa0c55ad015]", "<9f86d081884c7d659a2feaa0c55ad015>"] {
        assert!(!judge_key(key.as_bytes()).tier.is_guessable(), "{key}");
    }
    let guid = judge_key(b"{0b0f3e1a-6c1d-4c8e-9a57-1f6b8f2f2a11}");
    assert_eq!((guid.tier, guid.reason.as_str()), (Tier::BelowRecommendation, "a random UUID"));
}

#[test]
fn placeholders_are_weak() {
    let placeholders = [
        "",
        "  ",
        "<your key>",
        "<SECRET>",
        "${SECRET_KEY}",
        "{{ secret_key }}",
        "%(secret)s",
        "[put key here]",
        "xxxxxxxx",
        "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX",
        "********",
        "........",
        "----------",
        "________",
        "TODO",
        "fixme",
        "TBD: key",
        "change me now",
        "Change-Me-7",
        "changeit2",
        "CHANGE_THIS_LATER",
        "change-in-prod!",
        "change in production",
        "replace me 1",
        "REPLACE_WITH_KEY",
        "replace-this-x",
        "your very own secret goes in here",
        "put a long random value",
        "insert some string",
        "enter_secret_here_1",
        "generate-a-key-1",
        "any other random value",
        "the key of keys",
        "supersecret77",
        "top secret stuff",
        "very_secret_9",
        "secret_key_1",
        "SECRET-KEY-2024",
        "S3cr3t_K3y!",
        "devsecret9",
        "dev_only_x",
        "demo-key-5",
        "sample_secret_4",
        "example-key-1",
        "dummykey77",
        "fake_secret_4",
        "default-key-8",
        "local_secret_a",
        "staging-secret-b",
        "not so secret 1",
        "not-a-real-key",
        "not very secret",
        "not_for_production",
        "insecure-77",
        "placeholder_77",
        "hard to guess this one",
        "hard_to_guess_77",
        "you will never guess this one",
        "this is my app",
        "please-set-a-key",
        "dev-secret-key-change-in-production-77",
        "my-very-long-secret-key-that-nobody-can-ever-guess-because-it-is-so-very-long",
    ];
    for key in placeholders {
        let judgement = judge_key(key.as_bytes());
        assert!(judgement.tier <= Tier::Weak, "{key}: {judgement:?}");
    }
}

#[test]
fn placeholders_in_other_languages_are_weak() {
    let placeholders = [
        "clave secreta 9",
        "mi_clave_77",
        "una clave muy secreta",
        "cambiar-esta-clave",
        "cámbiame!",
        "secreto77",
        "contraseña9",
        "chave-secreta-9",
        "minha chave",
        "alterar em produção",
        "segredo!!",
        "mot de passe 9",
        "clé secrète 1",
        "changez-moi",
        "geheim77",
        "sehr-geheimer-schlüssel",
        "schlüssel_1",
        "bitte ändern",
        "chiave segreta 9",
        "cambiami!!",
        "geheime sleutel",
        "секрет77",
        "секретный ключ",
        "мой пароль",
        "密钥123",
        "我的密钥",
        "请修改这个密钥",
        "秘密の鍵",
        "비밀키",
        "gizli anahtar",
    ];
    for key in placeholders {
        let judgement = judge_key(key.as_bytes());
        assert!(judgement.tier <= Tier::Weak, "{key}: {judgement:?}");
    }
}

#[test]
fn phrases_sequences_and_repeats_are_weak() {
    let keys = [
        "purple monkeys wash the dishes tonight",
        "ilovemydogandmycat77",
        "MyFavouriteColourIsBlue",
        "aaaaaaaaaaaaaaaaaaaaaaaa",
        "abcdefghijklmnopqrstuvwxyz012345",
        "qwertyuiopasdfghjklzxcvbnm",
        "1qaz2wsx3edc4rfv",
        "98765432109876543210",
        "0123456789abcdef0123456789abcdef",
        "00000000000000000000000000000000",
        "a1b2a1b2a1b2a1b2a1b2a1b2a1b2a1b2",
        "\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}",
        "H4ppyB1rthd4y",
        "sunshine-butterfly",
        "ckan-api-key",
        "access key for AWS",
        "keyForApi",
        "k7",
        "Zq8!x",
        "c3VwZXItc2VjcmV0LWtleQ==",
        "73757065722d7365637265742d6b657931",
    ];
    for key in keys {
        let judgement = judge_key(key.as_bytes());
        assert!(judgement.tier <= Tier::Weak, "{key}: {judgement:?}");
    }
}

#[test]
fn tiers_follow_the_guesses() {
    let cases: [(&[u8], Tier); 10] = [
        (b"8fK2pQ", Tier::Weak),
        (b"x7Kq9mZ2Lp", Tier::Short),
        (b"x7Kq9mZ2LpRw", Tier::BelowRecommendation),
        (b"0b0f3e1a-6c1d-4c8e-9a57-1f6b8f2f2a11", Tier::BelowRecommendation),
        (b"9c1185a5c5e9fc54612808977ee8f549", Tier::Strong),
        (b"hG7xQ2mZ9vK4tR1wB8nJ5cYp", Tier::Strong),
        (b"dev-secret-key-9c1185a5c5e9fc54612808977ee8f549", Tier::Strong),
        (b"prod-test-9c1185a5c5e9fc54612808977ee8f549", Tier::Strong),
        (b"\x8e\x01\xf3\xaa\x90\x17\xcd\x5b\xe2\x99\x0c\x84\x71\xb6\xdf\x3e\xa5\x12\xc8\x66", Tier::Strong),
        (b"\x8e\x01\xf3\xaa\x90", Tier::Weak),
    ];
    for (key, tier) in cases {
        let judgement = judge_key(key);
        assert_eq!(judgement.tier, tier, "{}: {judgement:?}", key.escape_ascii());
    }
}

#[test]
fn a_team_can_name_its_own_published_keys() {
    let list = Wordlist::parse("leaked.txt", b"hG7xQ2mZ9vK4tR1wB8nJ5cYp\n").expect("it is UTF-8");
    let judgement = judge_with(b"hG7xQ2mZ9vK4tR1wB8nJ5cYp", &list);
    assert_eq!((judgement.tier, judgement.origin.as_deref()), (Tier::Published, Some("leaked.txt")));
    assert_eq!(judge_with(b"hG7xQ2mZ9vK4tR1wB8nJ5cYq", &list).tier, Tier::Strong);
}

#[test]
fn a_judgement_never_contains_the_key() {
    for key in ["zebra77", "purple monkeys", "x7Kq9mZ2Lp", "clave secreta 9", "9c1185a5c5e9fc54612808977ee8f549"] {
        let judgement = judge_key(key.as_bytes());
        let text = format!("{judgement:?}");
        assert!(!text.contains(key), "{text}");
    }
}

type Generator = fn(&mut Rng) -> String;

#[test]
fn generated_keys_are_hardly_ever_called_weak() {
    let kinds: [(&str, Generator); 6] = [
        ("token_hex(16)", |rng| hexadecimal(rng, 16)),
        ("token_hex(32)", |rng| hexadecimal(rng, 32)),
        ("token_urlsafe(16)", |rng| urlsafe(rng, 16)),
        ("token_urlsafe(32)", |rng| urlsafe(rng, 32)),
        ("uuid4", uuid4),
        ("24 alphanumerics", |rng| (0..24).map(|_| rng.alphanumeric()).collect()),
    ];
    std::thread::scope(|scope| {
        for (name, generate) in kinds {
            scope.spawn(move || check_generated(name, generate));
        }
    });
}

#[expect(clippy::print_stdout, reason = "the rate itself is worth seeing, with --nocapture")]
fn check_generated(name: &str, generate: Generator) {
    let mut rng = Rng::with_seed(20_240_101);
    let keys = (0..SAMPLE).map(|_| generate(&mut rng));
    let weak: Vec<_> =
        keys.map(|key| (judge_key(key.as_bytes()), key)).filter(|(j, _)| j.tier.is_guessable()).collect();
    println!("{name}: {} of {SAMPLE} called weak", weak.len());
    assert!(weak.len() <= (SAMPLE / 10_000) as usize, "{name}: {} of {SAMPLE}: {:?}", weak.len(), weak.first());
}

fn random_bytes(rng: &mut Rng, count: usize) -> Vec<u8> {
    let mut bytes = vec![0; count];
    rng.fill(&mut bytes);
    bytes
}

fn hexadecimal(rng: &mut Rng, count: usize) -> String {
    random_bytes(rng, count).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn urlsafe(rng: &mut Rng, count: usize) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(random_bytes(rng, count))
}

fn uuid4(rng: &mut Rng) -> String {
    let hex: Vec<char> = hexadecimal(rng, 16).chars().collect();
    let part = |from: usize, to: usize| hex[from..to].iter().collect::<String>();
    let variant = ["8", "9", "a", "b"][rng.usize(0..4)];
    format!("{}-{}-4{}-{variant}{}-{}", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}
