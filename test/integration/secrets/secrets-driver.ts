import { createSecrets, createSystemKeychain } from '../../../src/main/secrets/index.ts'

/** Runs as a separate process in a session with a real keychain, and prints what it finds as JSON lines. */
const [key = ''] = process.argv.slice(2)
const keychain = createSystemKeychain('Atelier integration')
const ownHost = { host: 'own', isNamedOutside: false }
const secrets = createSecrets({ keychain, env: process.env })

function print(what: string, value: unknown): void {
  process.stdout.write(`${JSON.stringify({ what, value })}\n`)
}

/** Prints whether the stored key is the given one, never the key itself. */
async function printStatus(what: string): Promise<void> {
  const { source, ending, keychainProblem } = await secrets.status('openai')
  const found = await secrets.get('openai', ownHost).catch(() => null)
  const inKeychain = await keychain.read('openai').catch(() => null)
  print(what, {
    source,
    ending,
    hasProblem: keychainProblem !== null,
    isRight: found?.type === 'key' && found.key === key,
    isInKeychain: inKeychain === JSON.stringify({ key, hosts: ['own'] }),
  })
}

await printStatus('before')
await secrets.set('openai', key, { host: 'own', keep: 'session' })
await printStatus('session')
await secrets.set('openai', key, { host: 'own' }).then(
  () => printStatus('keychain'),
  (thrown: { code?: string }) => print('keychain', thrown.code),
)
await secrets.delete('openai')
await printStatus('deleted')

/** Prints only the project of a service account. */
async function printAccount(what: string): Promise<void> {
  const { source } = await secrets.status('gemini')
  const found = await secrets.get('gemini', ownHost).catch((thrown: { code?: string }) => ({ type: thrown.code }))
  print(what, { source, type: found.type, project: 'account' in found ? found.account.projectId : null })
}

await printAccount('account')
await secrets.set('gemini', key, { host: 'own' }).catch(() => undefined)
await printAccount('account and key')
await secrets.delete('gemini').catch(() => undefined)
