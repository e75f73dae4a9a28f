#!/bin/sh
# Made the files beside it, with OpenSSL 3: certificates of gw.example.com by an authority of nobody's, and keys in every
# form in which they are found. They guard nothing.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)

authority() { # NAME, ISSUER or nothing
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 36500 -subj "/CN=$1" \
    -keyout "$work/$1.key" -out "$work/$1.pem" ${2:+-CA "$work/$2.pem" -CAkey "$work/$2.key"}
}
server() { # NAME, KEY
  openssl req -x509 -key "$2" -days 36500 -subj "/CN=gw.example.com" -out "$1" \
    -addext subjectAltName=DNS:gw.example.com,DNS:*.mx.example.com,IP:192.0.2.1 -addext basicConstraints=CA:FALSE \
    -CA "$work/middle.pem" -CAkey "$work/middle.key"
}
authority root
authority middle root

openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa-pkcs8.key
openssl pkey -in rsa-pkcs8.key -traditional -out rsa-pkcs1.key
openssl pkey -in rsa-pkcs8.key -aes256 -passout pass:secret -out rsa-pkcs8-encrypted.key
openssl pkey -in rsa-pkcs8.key -traditional -aes256 -passout pass:secret -out rsa-pkcs1-encrypted.key
server rsa.pem rsa-pkcs8.key
openssl ecparam -name prime256v1 -genkey -out ec-sec1.key
openssl pkey -in ec-sec1.key -out ec-pkcs8.key
server ec.pem ec-sec1.key
openssl ecparam -name secp384r1 -genkey -noout -out ec384-sec1.key
server ec384.pem ec384-sec1.key

# As certbot writes it; and as nobody should, but some do.
cat ec.pem "$work/middle.pem" > chain.pem
{ cat "$work/root.pem" "$work/middle.pem"; openssl x509 -in ec.pem -issuer -subject; cat ec-sec1.key; } > all-in-one.pem
openssl x509 -in ec.pem -outform der -out ec.der
openssl req -x509 -key ec-pkcs8.key -days 36500 -subj /CN=nobody -out nameless.pem
rm -r "$work"
