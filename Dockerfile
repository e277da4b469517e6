# The program alone: a static binary in an empty image.
#
#     docker build --tag flask-sec-lint .
#     docker run --rm --volume "$PWD:/project:ro" flask-sec-lint

FROM rust:1.95-slim-trixie AS build
WORKDIR /build
# Cargo.toml names tests and benchmarks, so Cargo wants to see them.
COPY build.rs Cargo.toml Cargo.lock ./
COPY benches benches
COPY tests tests
COPY rules rules
COPY src src
# The C library is linked in, and the target is named since build scripts and macros need a shared one.
RUN RUSTFLAGS="-C target-feature=+crt-static" \
    cargo build --release --locked --target "$(rustc --print host-tuple)" \
    && cp target/*/release/flask-sec-lint /flask-sec-lint

FROM scratch
COPY --from=build /flask-sec-lint /flask-sec-lint
WORKDIR /project
USER 65532:65532
ENTRYPOINT ["/flask-sec-lint"]
