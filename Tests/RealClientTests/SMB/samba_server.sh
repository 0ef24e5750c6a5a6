# A Samba server and a service's user on a machine of their own, as far as that can be had without one: /etc, /srv and
# Samba's folders are private to these processes, which all end with the shell. Set up by the recipe of docs/NAS.md.
#
# Arguments: this repository, the programs, the port, the share's folder, the state directory. Says `ready`, and ends
# when its standard input does.
repository=$1 programs=$2 port=$3 share=$4 state=$5
password=longtake-test

log=$PWD/samba.log
exec 3>&1 4>&2 >"$log" 2>&1
trap 'status=$?; [ $status = 0 ] || cat "$log" >&4' EXIT

mount -t tmpfs -o mode=755 none /mnt
mkdir /mnt/etc /mnt/programs /mnt/swift /mnt/state
cp -a /etc/. /mnt/etc
mount --bind /mnt/etc /etc
mount -t tmpfs -o mode=755 none /srv
for folder in /var/lib/samba /var/cache/samba /var/log/samba; do mount -t tmpfs -o mode=755 none $folder; done
mkdir -p /run/samba /var/lib/samba/private
mount -t tmpfs -o mode=755 none /run/samba
mkdir /srv/longtake
mount --bind "$share" /srv/longtake
# The service's user may not be able to walk to where they really are.
mount --bind "$state" /mnt/state
mount --bind "$programs" /mnt/programs
swift=$(ldd "$programs/longtake" | sed -n 's|.*=> \(.*\)/libswiftCore.so .*|\1|p')
if [ -n "$swift" ]; then mount --bind "$swift" /mnt/swift; fi

for list in passwd shadow group gshadow; do sed -i '/^\(anna\|boris\|editors\|longtake\):/d' /etc/$list; done
cat >/etc/samba/smb.conf <<END
[global]
    smb ports = $port
    interfaces = lo
    bind interfaces only = yes
    disable spoolss = yes
    load printers = no
    log level = 1
END

# The recipe, but for what is installed already, and what cannot run here.
recipe() {
    awk -v head="## $1" '/^## / { here = $0 == head } /^```/ { code = here && $0 == "```sh"; next } code' \
        "$repository/docs/NAS.md"
}
mkdir /mnt/bin
ln -s /bin/true /mnt/bin/apt-get
ln -s /bin/true /mnt/bin/systemctl
smbpasswd() { printf '%s\n%s\n' $password $password | command smbpasswd -s "$@"; }
PATH=/mnt/bin:$PATH
cd "$repository"
eval "$(recipe 'The folder and the service')"
eval "$(recipe Samba)"

# The unit's StateDirectory.
chown longtake:longtake /mnt/state
chmod 700 /mnt/state

smbd --foreground --debug-stdout </dev/null &
tries=0
until smbclient --configfile=/dev/null -p "$port" -U anna%$password //127.0.0.1/longtake -c quit; do
    tries=$((tries + 1))
    [ $tries -lt 100 ]
    sleep 0.1
done
echo ready >&3
read -r _ || true
