import { environmentNameOf, isKeyId, keyIds, type KeyId, type KeyStatus } from '../secrets/index.ts'
import type { Command, CommandContext, Outcome } from './command.ts'
import { badInput, readOptions, requireWords } from './read-options.ts'
import { successReport } from './report.ts'

/** Keys are never taken as an argument: those end up in shell histories and process lists. */
export const keysCommand: Command = {
  usage: 'keys list | keys set ID | keys delete ID | keys test ID',
  summary:
    'Keys to other services, kept in the system’s keychain. “set” reads the key from standard input, “test” asks the service, which costs nothing.',
  async run(words, context) {
    const { positionals } = readOptions(words, { json: { type: 'boolean' } })
    const [action, ...rest] = positionals
    if (action === 'list') return listKeys(context, rest)
    if (action === 'set') return setKey(context, requireKeyId(rest))
    if (action === 'delete') return deleteKey(context, requireKeyId(rest))
    if (action === 'test') return testKey(context, requireKeyId(rest))
    throw badInput('Say what to do with keys: list, set ID, delete ID or test ID.')
  },
}

async function listKeys(context: CommandContext, rest: string[]): Promise<Outcome> {
  requireWords(rest)
  const secrets = context.secrets()
  const all: KeyStatus[] = []
  for (const id of keyIds) all.push(await secrets.status(id))
  const width = Math.max(...keyIds.map((id) => id.length))
  const problem = all.find((status) => status.keychainProblem !== null)
  return {
    lines: all.map((status) => `${status.id.padEnd(width)}  ${describe(status)}`),
    problems: problem ? ['The keychain of this computer cannot be used: only environment variables are shown.'] : [],
    report: { ...successReport({}), keys: all.map(({ id, source, ending }) => ({ id, source, ending })) },
  }
}

function describe({ id, source, ending }: KeyStatus): string {
  if (source === null) return `not set (${environmentNameOf(id)})`
  const places = { keychain: 'keychain', session: 'this session', 'service-account': 'GOOGLE_APPLICATION_CREDENTIALS' }
  const where = source === 'environment' ? environmentNameOf(id) : places[source]
  return ending === null ? `set (${where})` : `set · …${ending} (${where})`
}

async function setKey(context: CommandContext, id: KeyId): Promise<Outcome> {
  const secrets = context.secrets()
  // Bound to the address that is configured when the key is first used.
  await secrets.set(id, await context.readSecret(), { host: null })
  return { lines: [`The key for ${id} is in the keychain.`], report: successReport({}) }
}

async function deleteKey(context: CommandContext, id: KeyId): Promise<Outcome> {
  const wasThere = await context.secrets().delete(id)
  const line = wasThere ? `The key for ${id} is deleted.` : `There was no key for ${id} in the keychain.`
  return { lines: [line], report: successReport({}) }
}

async function testKey(context: CommandContext, id: KeyId): Promise<Outcome> {
  if (id === 'rewriter')
    throw badInput('A language model has no test that costs nothing: rewrite a prompt to try its key.')
  const { manager } = await (await context.services()).openProviders()
  const { isOk, message, latencyMs } = await manager.test(id)
  const report = successReport({ provider: id, timing_ms: latencyMs })
  if (isOk) return { lines: [message], report }
  return {
    lines: [],
    problems: [message],
    report: { ...report, success: false, error: message, error_code: 'credential/rejected' },
  }
}

function requireKeyId(rest: string[]): KeyId {
  const [id] = requireWords(rest, 'ID')
  if (isKeyId(id)) return id
  throw badInput(`“${id}” is not a service that needs a key. Known: ${keyIds.join(', ')}.`)
}
