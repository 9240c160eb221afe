import { environmentNameOf, isKeyId, keyIds, type KeyId, type KeyStatus } from '../secrets/index.ts'
import { defineCommand, type CommandContext, type CommandOutcome } from './command.ts'
import { baseUrlOption, configOption, placesOf } from './provider-options.ts'
import { badInput } from './read-options.ts'
import { successReport } from './report.ts'

const group = 'Providers and costs'
const idArgument = { '<id>': `One of ${keyIds.join(', ')}` }

export const listKeysCommand = defineCommand({
  name: 'keys list',
  group,
  summary: 'List API keys: where each is stored, and its last four characters.',
  examples: ['keys list'],
  run: (_values, _args, context) => listKeys(context),
})

/** Keys are never taken as an argument: those end up in shell histories and process lists. */
export const setKeyCommand = defineCommand({
  name: 'keys set',
  group,
  summary: 'Save an API key in the system’s keychain.',
  details: 'The key is read from standard input, so it is in no shell history.',
  args: idArgument,
  examples: ['keys set openai', 'keys set openai < key.txt'],
  run: (_values, [text], context) => setKey(context, requireKeyId(text)),
})

export const testKeyCommand = defineCommand({
  name: 'keys test',
  group,
  summary: 'Test an API key. Costs nothing.',
  args: idArgument,
  options: { 'base-url': baseUrlOption, config: configOption },
  examples: ['keys test openai', 'keys test openai-compatible --base-url http://127.0.0.1:8080'],
  run: (values, [text], context) => testKey(context, requireKeyId(text), values),
})

export const deleteKeyCommand = defineCommand({
  name: 'keys delete',
  group,
  summary: 'Delete an API key from the keychain.',
  args: idArgument,
  examples: ['keys delete openai'],
  run: (_values, [text], context) => deleteKey(context, requireKeyId(text)),
})

async function listKeys(context: CommandContext): Promise<CommandOutcome> {
  const secrets = context.secrets()
  const all: KeyStatus[] = []
  for (const id of keyIds) all.push(await secrets.status(id))
  const width = Math.max(...keyIds.map((id) => id.length))
  const problem = all.find((status) => status.keychainProblem !== null)
  return {
    lines: all.map((status) => `${status.id.padEnd(width)}  ${describe(status)}`),
    problems: problem ? ['This computer’s keychain cannot be used: only environment variables are shown.'] : [],
    report: { ...successReport({}), keys: all.map(({ id, source, ending }) => ({ id, source, ending })) },
  }
}

function describe({ id, source, ending }: KeyStatus): string {
  if (source === null) return `not set (${environmentNameOf(id)})`
  const places = { keychain: 'keychain', session: 'this session', 'service-account': 'GOOGLE_APPLICATION_CREDENTIALS' }
  const where = source === 'environment' ? environmentNameOf(id) : places[source]
  return ending === null ? `set (${where})` : `set · …${ending} (${where})`
}

async function setKey(context: CommandContext, id: KeyId): Promise<CommandOutcome> {
  const secrets = context.secrets()
  // Bound to the address that is configured when the key is first used.
  await secrets.set(id, await context.readSecret(), { host: null })
  return { lines: [`Key for ${id} saved in the keychain.`], report: successReport({}) }
}

async function deleteKey(context: CommandContext, id: KeyId): Promise<CommandOutcome> {
  const wasThere = await context.secrets().delete(id)
  const line = wasThere ? `Key for ${id} deleted.` : `No key for ${id} in the keychain.`
  return { lines: [line], report: successReport({}) }
}

async function testKey(
  context: CommandContext,
  keyId: KeyId,
  { config, ...values }: TestValues,
): Promise<CommandOutcome> {
  if (keyId === 'rewriter') throw badInput('The rewriter has no free test. Rewrite a prompt to try its key.')
  const { manager, setBaseUrl } = await (await context.services(placesOf(config))).openProviders()
  const baseUrl = values['base-url']
  if (baseUrl !== undefined) setBaseUrl(keyId, baseUrl)
  const { isOk, message, latencyMs } = await manager.test(keyId)
  const report = successReport({ provider: keyId, timing_ms: latencyMs })
  if (isOk) return { lines: [message], report }
  return {
    lines: [],
    problems: [message],
    report: { ...report, success: false, error: message, error_code: 'credential/rejected' },
  }
}

interface TestValues {
  readonly 'base-url': string | undefined
  readonly config: string | undefined
}

function requireKeyId(text = ''): KeyId {
  if (isKeyId(text)) return text
  // It may be the key itself: not repeated.
  throw badInput(`That is not a provider with a key. Known: ${keyIds.join(', ')}.`)
}
