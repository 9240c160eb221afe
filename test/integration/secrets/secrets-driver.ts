import { createSecrets, createSystemKeychain } from '../../../src/main/secrets/index.ts'

/** Run as a process of its own, inside a session whose keychain is real: tells on its output what it saw, as JSON lines. */
const [key = ''] = process.argv.slice(2)
const keychain = createSystemKeychain('Atelier integration')
const own = { host: 'own', isNamedOutside: false }
const secrets = createSecrets({ keychain, env: process.env })

function tell(what: string, value: unknown): void {
  process.stdout.write(`${JSON.stringify({ what, value })}\n`)
}

/** The key itself is not told: only whether it is the one that was given. */
async function look(what: string): Promise<void> {
  const { source, ending, keychainProblem } = await secrets.status('openai')
  const found = await secrets.get('openai', own).catch(() => null)
  const inKeychain = await keychain.read('openai').catch(() => null)
  tell(what, {
    source,
    ending,
    hasProblem: keychainProblem !== null,
    isRight: found?.type === 'key' && found.key === key,
    isInKeychain: inKeychain === JSON.stringify({ key, hosts: ['own'] }),
  })
}

await look('before')
await secrets.set('openai', key, { host: 'own', keep: 'session' })
await look('session')
await secrets.set('openai', key, { host: 'own' }).then(
  () => look('keychain'),
  (thrown: { code?: string }) => tell('keychain', thrown.code),
)
await secrets.delete('openai')
await look('deleted')

/** Of a service account only its project. */
async function lookAtAccount(what: string): Promise<void> {
  const { source } = await secrets.status('gemini')
  const found = await secrets.get('gemini', own).catch((thrown: { code?: string }) => ({ type: thrown.code }))
  tell(what, { source, type: found.type, project: 'account' in found ? found.account.projectId : null })
}

await lookAtAccount('account')
await secrets.set('gemini', key, { host: 'own' }).catch(() => undefined)
await lookAtAccount('account and key')
await secrets.delete('gemini').catch(() => undefined)
