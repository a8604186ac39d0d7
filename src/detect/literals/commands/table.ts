/** Commands of pipelines and where in their arguments credentials stand. One row per command (and subcommand). */

/**
 * `programs | subcommand, alternatives | what: where; what: where`
 *
 * Where: options of the program, as its documentation has them. `-p` takes its value beside it or glued on, `-p+` only
 * glued on, `-p_` only beside; `--password` beside or after a sign, `--password=` only after it; `/pass:` after the colon.
 *
 * What: `password`, `token`, … – the value is one. Forms that hold one: `userpass` (user:password), `percent`
 * (user%password), `comma` (user,password), `slash` (user/password@host), `header` (`Name: value`), `env` (NAME=value),
 * `assign` (name=value), `assigns` (a=b,c=d), `words` (a=b c=d, or JSON), `literal` (name=value of a secret, whatever the
 * name), `source` (`pass:value`), `body` (of a request), `script` (shell text), `build-arg` (NAME=value), `named` (its
 * name stands at `--name`).
 *
 * Besides: `user` (the option with the user), `valued` (other options with a value, where arguments are counted),
 * `flags` (letters that must be among the options, or `!` must not), `arguments` (meaning by position: `.` nothing,
 * `=x` must begin with x, `>x` all up to one that does, `name value`, `item` (name:value or name=value), `…` the one
 * before again and again, a form or a name), `stdin` (this option, or `*`, makes what is piped in the password) and
 * `stdin-userpass`.
 */
export const COMMANDS = `
mysql mysqldump mysqlimport mysqlcheck mysqlshow mysqlslap mysql_upgrade mysqlbinlog mysqlpump mysqlsh mysqladmin || password: -p+ --password=; user: -u --user
mariadb mariadb-dump mariadb-admin mariadb-check mariadb-import mariadb-show mariabackup || password: -p+ --password=; user: -u --user
mycli mydumper myloader xtrabackup innobackupex || password: -p --password; user: -u --user
mysqladmin | password | arguments: password; valued: -u -h -P -S
psql pg_dump pg_restore pg_dumpall || user: -U --username
redis-cli keydb-cli valkey-cli redis-benchmark || password: -a_ --pass; user: --user
redis-server keydb-server valkey-server redis valkey keydb || password: --requirepass --masterauth
mongo mongosh mongodump mongorestore mongoimport mongoexport mongostat mongotop mongofiles || password: -p --password --sslPEMKeyPassword --tlsCertificateKeyFilePassword; user: -u --username
sqlcmd bcp osql isql tsql freebcp fisql || password: -P; user: -U
sqlplus exp imp expdp impdp sqlldr rman || arguments: slash slash slash
db2 | connect | password: using; user: user
cypher-shell || password: -p --password; user: -u --username
neo4j-admin | set-initial-password | arguments: password
clickhouse-client clickhouse || password: --password; user: --user -u
influx || password: -password -p_ --password; token: -token -t_ --token; user: -username -u --username
cqlsh || password: -p --password; user: -u --username
nodetool || password: -pw --password; user: -u --username
beeline || password: -p_; user: -n
mosquitto_pub mosquitto_sub mosquitto_rr || password: -P --pw; user: -u --username
mosquitto_passwd || arguments: . user password; flags: b
rabbitmqctl | add_user,change_password,authenticate_user | arguments: user password; valued: -n -p
rabbitmqadmin || password: -p --password; user: -u --username
etcdctl || userpass: --user; password: --password
ldapsearch ldapadd ldapmodify ldapdelete ldapwhoami ldapcompare ldapmodrdn || password: -w; user: -D
ldappasswd || password: -w -s -a; user: -D
slappasswd || password: -s
kafka-configs kafka-configs.sh || body: --add-config
kcat kafkacat || assign: -X
docker podman nerdctl buildah skopeo crane oras helm regctl img | login | password: -p --password; user: -u --username; stdin: --password-stdin
skopeo | copy,sync,inspect,delete,list-tags | userpass: --creds --src-creds --dest-creds; password: --password --dest-password --src-password
podman buildah | push,pull,build,bud,from | userpass: --creds; build-arg: --build-arg
docker nerdctl img docker-compose | build | build-arg: --build-arg
executor kaniko || build-arg: --build-arg
docker podman nerdctl docker-compose | run,exec,create | env: -e --env; script: --health-cmd
docker | service update | env: --env-add
kubectl oc | create secret generic | literal: --from-literal
kubectl oc | create secret docker-registry | password: --docker-password; user: --docker-username
kubectl oc | create configmap,create cm | assign: --from-literal
kubectl oc | run | env: --env
oc | login | password: -p --password; user: -u --username
kustomize | edit add secret,edit set secret | literal: --from-literal
kubeadm | join,init | token: --token; key: --certificate-key
helm | install,upgrade,template,lint,diff | assigns: --set --set-string
helmfile || assigns: --set --state-values-set
curl || userpass: -u --user -U --proxy-user; header: -H --header --proxy-header; token: --oauth2-bearer; password: --pass --proxy-pass; body: -d --data --data-raw --data-binary --data-ascii --data-urlencode --json -F --form --form-string
wget || password: --password --http-password --ftp-password --proxy-password; header: --header; body: --post-data --body-data; user: --user --http-user
http https xh xhs || userpass: -a --auth; arguments: item …
ab || userpass: -A -P; header: -H
siege wrk hey vegeta bombardier oha grpcurl ffuf || header: -H --header -header
newman | run | assign: --env-var --global-var
sshpass || password: -p
plink pscp psftp || password: -pw; user: -l
winscp winscp.com || password: /password=
lftp || comma: -u --user; password: --password
ncftp ncftpget ncftpput || password: -p; user: -u
smbclient rpcclient smbget || percent: -U --user; password: --password
mount mount.cifs || assigns: -o
xfreerdp xfreerdp3 || password: /p:; user: /u:
rdesktop || password: -p_; user: -u
net | use | arguments: >\\ password; user: /user:
net | user | arguments: user password
cmdkey || password: /pass: /p:; user: /user: /u:
psexec psexec64 || password: -p_; user: -u
winrs || password: -p:; user: -u:
schtasks || password: /rp /p
wmic || password: /password:
msdeploy || assigns: -dest: -source:
signtool | sign | password: /p
security | create-keychain,unlock-keychain,set-keychain-password | password: -p_
security | import | password: -P_
security | set-key-partition-list | password: -k_
altool notarytool || password: -p_ --password; user: -u --username --apple-id
apksigner || source: --ks-pass --key-pass
jarsigner keytool || password: -storepass -keypass -srcstorepass -deststorepass -srckeypass -destkeypass -new
openssl || source: -passin -passout -pass -password; password: -k_; key: -K_
openssl | passwd | arguments: password; valued: -salt
gpg gpg2 || passphrase: --passphrase
ssh-keygen || password: -N_ -P_
zip unzip zipcloak || password: -P
7z 7za 7zr 7zz rar unrar || password: -p+
htpasswd || arguments: . user password; flags: b !n
htpasswd || arguments: user password; flags: b n
chpasswd || stdin-userpass: *
passwd || stdin: --stdin
sudo || stdin: -S
kinit || stdin: *
useradd usermod || password: -p --password
mkpasswd || arguments: password; valued: -m -S -s
ipmitool || password: -P; user: -U
snmpwalk snmpget snmpset || password: -A_ -X_
mc | alias set,config host add | arguments: . host user secret
rclone | config create,config update | arguments: . . name value name value name value name value
b2 | authorize-account,account authorize | arguments: . secret
aws | configure set | arguments: name value
aws | secretsmanager create-secret,secretsmanager put-secret-value,secretsmanager update-secret | secret: --secret-string
aws | ssm put-parameter | named: --value
aws || password: --master-user-password --temporary-password
az | login,acr login | password: -p --password; user: -u --username
az | sql server,mysql,postgres | password: -p --admin-password; user: -u --admin-user
az | keyvault secret set | secret: --value
az | pipelines variable,pipelines variable-group | named: --value
gcloud | run,functions | assigns: --set-env-vars --update-env-vars
ibmcloud bx | login | apikey: --apikey; password: -p; user: -u
cf | login | password: -p; user: -u
cf | auth | arguments: user password
cf | create-user-provided-service,cups | body: -p
cf | set-env | arguments: . name value
flyctl fly | secrets set | arguments: literal …
flyctl fly doctl || token: -t --access-token
vercel now || token: -t --token; env: -e --env -b --build-env
netlify || token: --auth
expo | login | password: -p --password; user: -u --username
pulumi | config set | arguments: name value; valued: -s --stack -C --cwd
terraform tofu terragrunt || assign: -var -backend-config --backend-config
packer | build,validate | assign: -var
ansible ansible-playbook ansible-pull || words: -e --extra-vars
ansible || words: -a --args
vault bao | login | arguments: token assign …
vault bao | unwrap,token lookup,token revoke,token renew,operator unseal | arguments: token
vault bao | server | token: -dev-root-token-id
vault bao | kv put,kv patch,write | arguments: . assign …
consul nomad || token: -token; secret: -encrypt
chamber | write | arguments: . name value
bw | login | arguments: user password
gh | auth login | stdin: --with-token
gh | secret set | secret: -b --body
glab | auth login | token: -t --token; stdin: --stdin
glab | variable set | arguments: name value
gitlab-runner | register,verify,unregister | token: -r --registration-token -t --token; env: --env
config.sh config.cmd || token: --token --pat
tfx vsce ovsx || token: -t --token -p --pat
web-ext | sign | secret: --api-secret
npm pnpm yarn | config set,set | arguments: name value
poetry | config | arguments: =pypi-token token
poetry | config | arguments: =http-basic user password
poetry twine uv | publish,upload,register | password: -p --password; user: -u --username
uv | publish | token: -t --token
pdm | publish | password: -P --password
hatch | publish | token: -a --auth
anaconda || token: -t --token
cargo | login | arguments: token
bundle | config set,config | arguments: . userpass
composer | config | arguments: =http-basic user password; valued: -d --working-dir -f --file
composer | config | arguments: =github-oauth token; valued: -d --working-dir -f --file
composer | config | arguments: =gitlab- token; valued: -d --working-dir -f --file
nuget dotnet | push | apikey: -k --api-key -ApiKey -sk --symbol-api-key -SymbolApiKey; arguments: . apikey; valued: -s --source -Source -ConfigFile -t --timeout -Timeout
nuget | setapikey | arguments: apikey
nuget | sources add,sources update,add source,update source | password: -Password; user: -UserName
dotnet | add source,update source | password: -p --password; user: -u --username
choco || apikey: -k_ --key --api-key
mvn mvnw || password: --encrypt-password --encrypt-master-password
sentry-cli || token: --auth-token
codecov codecov.sh codecovcli || token: -t --token
codacy-coverage-reporter || token: -t --project-token
snyk | auth | arguments: token
cypress | run | key: -k --key
jenkins-cli.jar jenkins-cli || userpass: -auth
ngrok | authtoken,config add-authtoken | arguments: token
git || assign: -c_
git | config | arguments: name value; valued: --file -f
hg || assign: --config
p4 || password: -P; user: -u
swaks || password: -ap --auth-password; user: -au
sendemail || password: -xp; user: -xu
drush | user:password,upwd,user-password | arguments: user password
grafana-cli grafana | admin reset-admin-password | arguments: password
`;
