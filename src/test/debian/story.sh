#!/bin/bash
# Inside of the machine that boot.sh boots: what it finds, line by line. See there.

set -uo pipefail
key=sk-story-Zq7wKp3NvX9t

# --- Words of the story

ok()    { echo "ok     $*"; }
wrong() { echo "WRONG  $*"; systemctl --no-pager --full --lines=20 status otpost.service; }

# That the command holds: holds WHAT COMMAND…
holds() { local what=$1; shift; if "$@"; then ok "$what"; else wrong "$what"; fi; }

# The same without what the command prints.
quietly() { "$@" > /dev/null 2>&1; }

# That it comes to hold within a minute.
comes() {
  local what=$1 end=$((SECONDS + 60)); shift
  until "$@" > /dev/null 2>&1; do
    if [ $SECONDS -gt $end ]; then wrong "$what (not within a minute)"; return; fi
    sleep 0.2
  done
  ok "$what"
}

is() { [ "$1" = "$2" ] || { echo "       \"$1\" is not \"$2\""; return 1; }; }
contains() { case $1 in *"$2"*) ;; *) echo "       \"$1\" does not contain \"$2\""; return 1 ;; esac; }
not() { ! "$@"; }
of_service() { systemctl show --property="$1" --value otpost.service; }
service_is() { is "$(of_service "$1")" "$2"; }
status_says() { contains "$(of_service StatusText)" "$1"; }
contains_log() { journalctl --no-pager --unit=otpost.service | grep -q -e "$1"; }
runs() { [ "$(of_service ActiveState)" = active ]; }
runs_anew() {
  # Both of one moment: between two looks it may have ended.
  local ActiveState MainPID
  eval "$(systemctl show --property=ActiveState,MainPID otpost.service)"
  [ "$ActiveState" = active ] && [ "$MainPID" != "$1" ]
}
is_posted() { grep -qs "^run-$1@example.com .*$1" /story/posts; }
running() { find /proc -maxdepth 1 -user otpost; }
permissions() { is "$(stat --format='%U:%G %a' "$1")" "$2"; }
left_behind() {
  find / -xdev \( -path /proc -o -path /sys -o -path /story -o -path /run/log -o -path /var/log \) -prune -o -iname '*otpost*' -print
}

skyvern_up() {
  systemd-run --quiet --unit=skyvern /story/skyvern.py "$key"
  comes 'the stand-in for Skyvern answers' bash -c 'exec 3<>/dev/tcp/127.0.0.1/9090'
}
skyvern_down() { systemctl stop skyvern.service; }

# --- Installed, without a key

said=$(dpkg --install /story/first.deb 2>&1)
holds 'the package is installed' is $? 0
holds 'the end of the installation says what to do' contains "$(tail -1 <<< "$said")" 'run "otpost init --force", then'
echo "$said" | sed 's/^/       /'
holds 'the service is enabled' is "$(systemctl is-enabled otpost.service)" enabled
holds 'it ended with 78' service_is ExecMainStatus 78
holds 'its status says in a line what it lacks' contains "$(systemctl --no-pager status otpost.service)" \
  'Status: "The configuration is wrong: skyvern.api-key: write the API key of your Skyvern organisation into /etc/otpost/skyvern.api-key'
echo "       $(of_service StatusText)"
sleep 5   # more than RestartSec=
holds 'it is not restarted for that' service_is NRestarts 0
holds 'the configuration is for root and the service' permissions /etc/otpost/otpost.yaml 'root:otpost 640'
holds 'so is its directory' permissions /etc/otpost 'root:otpost 750'
holds 'the spool is for the service alone' permissions /var/lib/otpost 'otpost:otpost 700'
holds 'it starts from its AOT cache' env OTPOST_JAVA_OPTS=-XX:AOTMode=on otpost --version
holds 'the unit has no fault' systemd-analyze verify --man=no otpost.service
holds 'it is exposed to less than 1.5' quietly systemd-analyze --no-pager --threshold=14 security otpost.service

# --- With a key

(umask 077 && echo "$key" > /etc/otpost/skyvern.api-key)
holds 'a configuration is written' quietly otpost init --force --recipient codes@gw.example.com --base-url http://127.0.0.1:9090 \
  --api-key-file /etc/otpost/skyvern.api-key
sed -i '/^smtp:/,/^[a-z]/ s/^  #port: .*/  port: 25/' /etc/otpost/otpost.yaml
holds 'the configuration is for root and the service as before' permissions /etc/otpost/otpost.yaml 'root:otpost 640'
holds 'the service may not read the file of the key' not quietly runuser -u otpost -- cat /etc/otpost/skyvern.api-key
skyvern_up
holds 'it starts' systemctl restart otpost.service
holds 'it runs as soon as that returns' service_is ActiveState active
comes 'its status says how it stands' status_says '0 taken, 0 held, Skyvern'
pid=$(of_service MainPID)
holds 'it runs as its user' is "$(stat --format=%U "/proc/$pid")" otpost
holds 'it has the right to low ports and no other' grep -q '^CapEff:.0000000000000400$' "/proc/$pid/status"
holds 'a mail is taken in at port 25' /story/mail.py 100001
comes 'it is posted with the key' is_posted 100001
comes 'its status counts it' status_says '1 taken'

pid=$(of_service MainPID)
holds 'it reads its keys again' systemctl reload otpost.service
comes 'and says so' contains_log ' reloaded'
holds 'without an end' service_is MainPID "$pid"

# --- Killed

skyvern_down
for code in 200001 200002 200003; do
  holds 'a mail is taken in while Skyvern is down' /story/mail.py $code
done
pid=$(of_service MainPID)
kill -KILL "$pid"
comes 'killed, it is started again' runs_anew "$pid"
holds 'once' service_is NRestarts 1
skyvern_up
for code in 200001 200002 200003; do
  comes 'what was taken in before is posted' is_posted $code
done

# --- Hung

mkdir -p /run/systemd/system/otpost.service.d
printf '[Service]\nWatchdogSec=4\nTimeoutAbortSec=4\n' > /run/systemd/system/otpost.service.d/quick.conf
systemctl daemon-reload
holds 'it starts with a quicker watchdog' systemctl restart otpost.service
pid=$(of_service MainPID)
sleep 6   # more than WatchdogSec=
holds 'it gives signs of life' service_is MainPID "$pid"
kill -STOP "$pid"
comes 'hung, it is ended and started again' runs_anew "$pid"
holds 'by the watchdog' contains_log 'Watchdog timeout'
holds 'a mail is taken in after that' /story/mail.py 300001
comes 'and posted' is_posted 300001
rm -r /run/systemd/system/otpost.service.d
systemctl daemon-reload

# --- A mistake in the configuration

cp -a /etc/otpost/otpost.yaml /etc/otpost/right
sed -i 's/^  port: 25$/  port: 99999/' /etc/otpost/otpost.yaml
holds 'it does not start with a mistake' not quietly systemctl restart otpost.service
holds 'it ends with 78' service_is ExecMainStatus 78
holds 'its status says where the mistake is' status_says 'smtp.port = 99999 (/etc/otpost/otpost.yaml, line'
sleep 5
holds 'it is not restarted for that' service_is ActiveState failed
mv /etc/otpost/right /etc/otpost/otpost.yaml
holds 'it starts when it is mended' systemctl restart otpost.service

# --- Upgraded

skyvern_down
holds 'a mail is taken in before the upgrade' /story/mail.py 400001
mine=$(sha256sum < /etc/otpost/otpost.yaml)
pid=$(of_service MainPID)
said=$(dpkg --force-confold --install /story/next.deb 2>&1)
holds 'the next version is installed' is $? 0
holds 'the end of the upgrade says that it runs' is "$(tail -1 <<< "$said")" 'otpost runs: systemctl status otpost'
holds 'it runs anew' runs_anew "$pid"
holds 'the configuration is yours' is "$(sha256sum < /etc/otpost/otpost.yaml)" "$mine"
holds 'for root and the service' permissions /etc/otpost/otpost.yaml 'root:otpost 640'
holds 'the key is root'\''s alone' permissions /etc/otpost/skyvern.api-key 'root:root 600'
skyvern_up
comes 'the mail is posted after the upgrade' is_posted 400001

# --- Removed, and back

skyvern_down
holds 'a mail is taken in before the removal' /story/mail.py 500001
holds 'it is removed' quietly dpkg --remove otpost
holds 'nothing of it runs' is "$(running)" ''
holds 'the product is gone' not test -e /usr/lib/otpost
holds 'the configuration stays' is "$(sha256sum < /etc/otpost/otpost.yaml)" "$mine"
holds 'the spool stays' test -s /var/lib/otpost/spool.db
holds 'it is installed again' quietly dpkg --force-confold --install /story/next.deb
holds 'it runs at once' runs
skyvern_up
comes 'the mail is posted after that' is_posted 500001

# --- Purged

holds 'it is purged' quietly dpkg --purge otpost
holds 'no file of it is left' is "$(left_behind)" ''
holds 'nor its user' not getent passwd otpost
holds 'nor its group' not getent group otpost
holds 'nor a failure' is "$(systemctl --failed --quiet --no-legend)" ''
holds 'each mail was posted once' is "$(sort /story/posts | uniq --repeated)" ''
echo 'THE END'
