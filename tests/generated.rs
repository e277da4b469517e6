//! How much randomness is left of a generated key after all that a program does to it.

use std::path::Path;

use flask_sec_lint::eval;
use flask_sec_lint::source::Sources;
use flask_sec_lint::value::{Data, Source, Value};

const HEAD: &str = "import base64, hashlib, os, random, secrets, socket, string, time, uuid\nfrom datetime import datetime\n\
                    from flask import Flask\napp = Flask(__name__)\nletters = string.ascii_letters + string.digits\n";

/// The key that `code` gives the app.
fn key(code: &str) -> Value {
    let text = format!("{HEAD}{code}\n");
    let sources = Sources::in_memory([("app.py".to_owned(), text)]);
    let file = sources.load(Path::new("/app.py")).expect("the file is in memory");
    let deployments = eval::interpret(&sources, &[file], &eval::Options::default()).deployments;
    deployments[0].settings["SECRET_KEY"].value.clone()
}

#[test]
fn the_bits_of_secure_keys_survive_as_far_as_they_do() {
    let cases: [(&str, f64); 38] = [
        ("os.urandom(24)", 192.0),
        ("os.urandom(24).hex()", 192.0),
        ("os.urandom(24).hex()[:10]", 40.0),
        ("os.urandom(24)[:4]", 32.0),
        ("os.urandom(24)[-4:].hex()", 32.0),
        ("secrets.token_bytes(5)", 40.0),
        ("secrets.token_hex()", 256.0),
        ("secrets.token_hex(16)[:8]", 32.0),
        ("secrets.token_hex(16)[8:16]", 32.0),
        ("secrets.token_hex(16)[::2]", 64.0),
        ("secrets.token_hex(16)[0]", 4.0),
        ("secrets.token_hex(4).upper().encode()", 32.0),
        ("secrets.token_urlsafe(32)[:5]", 30.0),
        ("secrets.token_urlsafe(4)", 32.0),
        ("base64.b64encode(os.urandom(3))", 24.0),
        ("base64.b64encode(os.urandom(24)).decode()[:8]", 48.0),
        ("base64.b64encode(os.urandom(24)).decode('utf-8').rstrip('=')", 192.0),
        ("str(uuid.uuid4())", 122.0),
        ("str(uuid.uuid4())[:8]", 32.0),
        ("uuid.uuid4().hex", 122.0),
        ("uuid.uuid4().hex[:6]", 24.0),
        ("str(uuid.uuid4()).replace('-', '')[:12]", 48.0),
        ("uuid.uuid4().bytes[:2]", 16.0),
        ("hashlib.md5(os.urandom(4)).hexdigest()", 32.0),
        ("hashlib.md5(os.urandom(64)).hexdigest()", 128.0),
        ("hashlib.sha256(os.urandom(64)).hexdigest()[:10]", 40.0),
        ("hashlib.sha1(secrets.token_hex(2).encode()).digest()", 16.0),
        ("str(secrets.randbelow(1024))", 10.0),
        ("'%x' % secrets.randbits(32)", 32.0),
        ("'{:08x}'.format(secrets.randbits(32))", 32.0),
        ("f'{secrets.randbits(32):x}'", 32.0),
        ("'shop-' + secrets.token_hex(3)", 24.0),
        ("f'shop-{secrets.token_hex(3)}-{secrets.token_hex(3)}'", 48.0),
        ("secrets.token_hex(3) + str(time.time())", 24.0),
        ("str(random.random()) + secrets.token_hex(3)", 24.0),
        ("secrets.token_hex(2) * 8", 16.0),
        ("str(int(secrets.token_hex(8), 16) % 4096)", 12.0),
        ("random.SystemRandom().getrandbits(20)", 20.0),
    ];
    for (code, bits) in cases {
        let key = key(&format!("app.secret_key = {code}"));
        let Data::Generated(generated) = &key.data else { panic!("{code}: {:?}", key.data) };
        assert_eq!((generated.source, generated.bits), (Source::Secure, Some(bits)), "{code}");
    }
}

#[test]
fn letters_that_are_drawn_add_up() {
    let cases = [
        ("''.join(secrets.choice(letters) for _ in range(10))", 10.0 * 62_f64.log2()),
        ("''.join([secrets.choice('0123456789') for _ in range(6)])", 6.0 * 10_f64.log2()),
        ("''.join(random.SystemRandom().choice(letters) for _ in range(8))", 8.0 * 62_f64.log2()),
        ("''.join(secrets.SystemRandom().choices(letters, k=8))", 8.0 * 62_f64.log2()),
        ("''.join(letters[byte % 62] for byte in os.urandom(8))", 8.0 * 62_f64.log2()),
    ];
    for (code, bits) in cases {
        let key = key(&format!("app.secret_key = {code}"));
        let Data::Generated(generated) = &key.data else { panic!("{code}: {:?}", key.data) };
        assert_eq!(generated.source, Source::Secure, "{code}");
        assert!(generated.bits.is_some_and(|found| (found - bits).abs() < 1e-6), "{code}: {:?}", generated.bits);
    }
}

#[test]
fn what_others_can_work_out_is_predictable_however_long() {
    let cases = [
        "''.join(random.choice(letters) for _ in range(64))",
        "''.join(random.choices(letters, k=64))",
        "''.join(random.sample(letters, 50))",
        "random.getrandbits(256).to_bytes(32, 'big')",
        "random.randbytes(32)",
        "random.Random().randbytes(32)",
        "'%032x' % random.getrandbits(128)",
        "hashlib.sha512(str(random.random()).encode()).hexdigest()",
        "str(uuid.uuid1())",
        "uuid.uuid1().hex",
        "str(time.time())",
        "hashlib.sha256(str(time.time()).encode()).hexdigest()",
        "datetime.now().isoformat()",
        "datetime.utcnow().strftime('%s')",
        "str(datetime.now().timestamp())",
        "str(hash('otters'))",
        "socket.gethostname()",
        "hashlib.md5(socket.gethostname().encode()).hexdigest()",
        "os.uname().nodename",
        "os.uname()[1]",
        "f'shop-{os.getpid()}-{time.time()}'",
        "str(uuid.getnode())",
    ];
    for code in cases {
        let key = key(&format!("app.secret_key = {code}"));
        let Data::Generated(generated) = &key.data else { panic!("{code}: {:?}", key.data) };
        assert_eq!(generated.source, Source::Predictable, "{code}");
    }
}

#[test]
fn a_shuffled_list_is_no_constant() {
    let made = key("pool = list(letters)\nrandom.shuffle(pool)\napp.secret_key = ''.join(pool[:20])");
    assert!(matches!(&made.data, Data::Generated(made) if made.source == Source::Predictable), "{:?}", made.data);
}

#[test]
fn what_may_hold_a_secret_is_not_called_weak() {
    for code in [
        "os.environ['PEPPER'] + secrets.token_hex(1)",
        "f\"{os.environ['PEPPER']}-{time.time()}\"",
        "hashlib.sha256((os.environ['PEPPER'] + 'otters').encode()).hexdigest()",
        "open('/run/secrets/key').read() + str(time.time())",
    ] {
        let key = key(&format!("app.secret_key = {code}"));
        assert!(!matches!(key.data, Data::Generated(_) | Data::Str(_) | Data::Bytes(_)), "{code}: {:?}", key.data);
    }
}

#[test]
fn the_digest_of_a_constant_is_known_and_marked() {
    let digest = key("app.secret_key = hashlib.md5(b'otters').hexdigest()[:20]");
    assert!(digest.as_str().is_some_and(|text| text.len() == 20) && digest.trail.is_hashed());
    let encoded = key("app.secret_key = base64.b64encode(b'otters')");
    assert!(matches!(encoded.data, Data::Bytes(_)) && !encoded.trail.is_hashed());
}
