import { createHash, createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { parse } from 'yaml'
import { publicKeyText, signManifest } from './release/update-signature.mjs'
import { projectRoot } from './setup/project.mjs'
import { runMain, say, SetupError } from './setup/say.mjs'

/**
 * `npm run sign -- FOLDER` signs the manifests of a release there (`latest.yml`, `latest-linux.yml` …) with the private
 * key in the file that `ATELIER_SIGNING_KEY_FILE` names: to each a file `NAME.sig`. `npm run sign -- --new-key FILE` makes
 * a key. How a release is made: docs/releasing.md.
 */
await runMain(async () => {
  const [first, second] = process.argv.slice(2)
  if (first === '--new-key') makeKey(second)
  else if (first === undefined) throw new SetupError('Say what to sign: npm run sign -- FOLDER')
  else signFolder(resolve(first))
  return 0
})

/** @param {string | undefined} path */
function makeKey(path) {
  if (path === undefined) throw new SetupError('Say where to put it: npm run sign -- --new-key FILE')
  const file = resolve(path)
  if (!relative(projectRoot, file).startsWith('..')) throw new SetupError('Keep the key outside the repository.')
  if (existsSync(file))
    throw new SetupError(`${file} exists. A key that is replaced can sign nothing for those who have the old one.`)
  const { privateKey } = generateKeyPairSync('ed25519')
  writeFileSync(file, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 })
  say(`The private key is in ${file}: keep a copy where it is safe, and give it to nobody.`)
  say(`ATELIER_UPDATE_KEY=${publicKeyText(privateKey)}`)
}

/** @param {string} folder */
function signFolder(folder) {
  const keyFile = process.env['ATELIER_SIGNING_KEY_FILE']
  if (keyFile === undefined) throw new SetupError('ATELIER_SIGNING_KEY_FILE does not name the private key.')
  const privateKey = createPrivateKey(readFileSync(keyFile, 'utf8'))
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new SetupError('The key is none that `npm run sign` has made.')
  const names = readdirSync(folder)
    .filter((name) => /^[a-z]+(?:-(?:mac|linux)(?:-\w+)?)?\.yml$/.test(name))
    .toSorted()
  if (names.length === 0) throw new SetupError(`There is no manifest in ${folder}.`)
  for (const name of names) {
    const bytes = readFileSync(join(folder, name))
    requireFiles(folder, name, bytes)
    writeFileSync(join(folder, `${name}.sig`), signManifest({ name, bytes, privateKey }))
    say(`${name}.sig`)
  }
}

/**
 * Nothing is signed that is not there as it is described.
 * @param {string} folder
 * @param {string} name
 * @param {Buffer} bytes
 */
function requireFiles(folder, name, bytes) {
  const { files } = /** @type {{ files: { url: string, sha512: string, size: number }[] }} */ (
    parse(bytes.toString('utf8'))
  )
  for (const { url, sha512, size } of files) {
    const content = readFileSync(join(folder, url))
    const isSame = createHash('sha512').update(content).digest('base64') === sha512 && content.length === size
    if (!isSame) throw new SetupError(`${url} is not the file that ${name} describes.`)
  }
}
