//! What is given to commands of click and typer, by their options and arguments.

use serde_json::json;

use crate::Project;

/// An option of click is its variable or its default where the command line does not say.
#[test]
fn an_option_that_nobody_states_has_its_default() {
    let text = "import click\nfrom flask import Flask, session\napp = Flask(__name__)\n\n\n@app.route('/')\ndef index():\n    \
                session['n'] = 1\n    return ''\n\n\n@click.command()\n\
                @click.option('-k', '--secret-key', envvar='SHOP_KEY', default='development')\n@click.option('--name')\n\
                def main(secret_key, name):\n    app.secret_key = secret_key\n    app.run(host='0.0.0.0')\n\n\n\
                main()\n";
    let (_, report, _) = Project::app(text).run(&["--output-format", "concise"]);
    assert!(report.contains("secret-key-fallback") && report.contains("the command line"), "{report}");
}

/// Whether the program says anything of a server's debug mode or of a key, where `main` has these decorators and is
/// called by the script.
fn report(options: &str, parameters: &str, body: &str) -> String {
    let text = format!(
        "import click\nfrom flask import Flask\n\napp = Flask(__name__)\n\n\n@click.command()\n{options}\n\
         def main({parameters}):\n    {body}\n\n\nif __name__ == '__main__':\n    main()\n"
    );
    Project::app(&text).run(&["--output-format", "concise"]).1
}

/// The default that stands in the `def` never counts: click gives what it declares, `False` for a switch.
#[test]
fn a_parameter_of_a_command_has_no_default_of_its_own() {
    let run = "app.run(host='0.0.0.0', debug=debug)";
    for declared in ["option('--debug', is_flag=True)", "option('--debug/--no-debug')", "option('--debug')"] {
        assert_eq!(report(&format!("@click.{declared}"), "debug=True", run), "", "{declared}");
    }
    let on = report("@click.option('--debug/--no-debug', default=True)", "debug=False", run);
    assert!(on.contains("debug-enabled") && on.contains("the command line"), "{on}");
    // No option: the parameter is not given.
    let hidden = report("@click.option('--debug', default=False, expose_value=False)", "debug=True", run);
    assert!(hidden.contains("debug-enabled"), "{hidden}");
}

/// Click refuses to start without an option that is required, and without an argument.
#[test]
fn what_has_to_be_stated_is_nothing_that_stands_in_the_source() {
    let set = "app.secret_key = key";
    for declared in ["option('--key', required=True)", "option('--key', prompt=True)", "argument('key')"] {
        let said = report(&format!("@click.{declared}"), "key='changeme'", set);
        assert!(!said.contains("published-secret-key"), "{declared}: {said}");
    }
    // One that code of the project changes is not known either.
    let said = report("@click.option('--key', default='changeme', callback=longer)", "key", set);
    assert!(!said.contains("secret-key-fallback"), "{said}");
}

/// Somebody who states nothing runs it with the default of the option.
#[test]
fn a_key_that_an_option_has_by_default_is_a_fallback() {
    let set = "app.secret_key = key";
    for (declared, by) in
        [("default='changeme'", "the command line"), ("envvar='A_KEY', default='changeme'", "`A_KEY`")]
    {
        let said = report(&format!("@click.option('--key', {declared})"), "key", set);
        assert!(said.contains("secret-key-fallback") && said.contains(by), "{declared}: {said}");
    }
    // Which of several it is, the option does not say.
    let said = report("@click.option('--key', envvar='A_KEY')", "key", "app.secret_key = key or DEFAULT");
    assert!(!said.contains("secret-key-fallback"), "{said}");
}

/// The settings of the app that a command of typer with these parameters makes.
fn settings_by_typer(parameters: &str) -> serde_json::Value {
    let text = format!(
        "from typing import Annotated\nimport typer\nfrom flask import Flask\n\ncli = typer.Typer()\n\n\n@cli.command()\n\
         def serve({parameters}):\n    app = Flask(__name__)\n    app.secret_key = key\n    app.run()\n\n\n\
         if __name__ == '__main__':\n    cli()\n"
    );
    let project = Project::app(&text);
    project.apps(&["--show-secrets"])[0]["settings"]["SECRET_KEY"].clone()
}

/// Each parameter of a command of typer is an option: what stands in the `def` is its default, and no more.
#[test]
fn a_parameter_of_typer_is_an_option_with_its_default() {
    let options = [
        "key: str = 'changeme'",
        "key: str = typer.Option('changeme', envvar='A_KEY')",
        "key: Annotated[str, typer.Option(envvar='A_KEY')] = 'changeme'",
        "key: Annotated[str, 'a key', typer.Argument()] = 'changeme'",
    ];
    for option in options {
        let key = settings_by_typer(option);
        assert_eq!((&key["value"], &key["overridable"]), (&json!("changeme"), &json!(true)), "{option}");
    }
    for stated in
        ["key: str", "key: str = typer.Option(...)", "key: Annotated[str, typer.Option(prompt=True)] = 'changeme'"]
    {
        assert_eq!(settings_by_typer(stated)["state"], json!("external"), "{stated}");
    }
    let changed = settings_by_typer("key: Annotated[str, typer.Option(callback=longer)] = 'changeme'");
    assert_eq!(changed["state"], json!("unknown"));
}
