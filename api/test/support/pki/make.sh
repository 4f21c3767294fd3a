#!/bin/sh
# Makes the certificates of the tests anew.
set -eu
cd "$(dirname "$0")"
curve='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500'
openssl req -x509 $curve -keyout ca.key -out ca.pem -subj '/CN=Catraca test authority' -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign'
openssl req -x509 $curve -keyout server.key -out server.pem -subj '/CN=localhost' -CA ca.pem -CAkey ca.key -addext 'basicConstraints=CA:FALSE' -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1'
openssl req -x509 $curve -keyout client.key -out client.pem -subj '/CN=Catraca test merchant' -CA ca.pem -CAkey ca.key -addext 'basicConstraints=CA:FALSE' -addext 'extendedKeyUsage=clientAuth'
openssl req -x509 $curve -keyout stranger.key -out stranger.pem -subj '/CN=Nobody' -addext 'extendedKeyUsage=clientAuth'
rm ca.key
