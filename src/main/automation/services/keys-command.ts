import { oneOfValues } from '../../../shared/messages/en/cli.ts'
import * as messages from '../../../shared/messages/en/cli-providers.ts'
import { environmentNameOf, isKeyId, keyIds, type KeyId, type KeyStatus } from '../../secrets/index.ts'
import { defineCommand, type CommandContext, type CommandOutcome } from '../program/command.ts'
import { describeKeySource } from './describe-key-source.ts'
import { baseUrlOption, configOption, placesOf } from '../generate/provider-options.ts'
import { badInput } from '../read-options.ts'
import { successReport } from '../report.ts'

const group = 'providers'
const idArgument = { '<id>': oneOfValues({ values: keyIds.join(', ') }) }

export const listKeysCommand = defineCommand({
  name: 'keys list',
  group,
  summary: messages.listKeys,
  examples: ['keys list'],
  run: (_values, _args, context) => listKeys(context),
})

/** Keys are never accepted as arguments, which end up in shell histories and process lists. */
export const setKeyCommand = defineCommand({
  name: 'keys set',
  group,
  summary: messages.keysSet,
  details: messages.setDetails,
  args: idArgument,
  suggestions: keyIds,
  examples: ['keys set openai', 'keys set openai < key.txt'],
  run: (_values, [text], context) => setKey(context, requireKeyId(text)),
})

export const testKeyCommand = defineCommand({
  name: 'keys test',
  group,
  summary: messages.testKey,
  args: idArgument,
  suggestions: keyIds,
  options: { 'base-url': baseUrlOption, config: configOption },
  examples: ['keys test openai', 'keys test openai-compatible --base-url http://127.0.0.1:8080'],
  run: (values, [text], context) => testKey(context, requireKeyId(text), values),
})

export const deleteKeyCommand = defineCommand({
  name: 'keys delete',
  group,
  summary: messages.deleteKey,
  args: idArgument,
  suggestions: keyIds,
  examples: ['keys delete openai'],
  run: (_values, [text], context) => deleteKey(context, requireKeyId(text)),
})

async function listKeys(context: CommandContext): Promise<CommandOutcome> {
  const secrets = context.secrets()
  const statuses: KeyStatus[] = []
  for (const id of keyIds) statuses.push(await secrets.status(id))
  const width = Math.max(...keyIds.map((id) => id.length))
  const problem = statuses.find((status) => status.keychainProblem !== null)
  return {
    lines: statuses.map((status) => `${status.id.padEnd(width)}  ${describe(status)}`),
    problems: problem ? [messages.noKeychain] : [],
    report: { ...successReport({}), keys: statuses.map(({ id, source, ending }) => ({ id, source, ending })) },
  }
}

function describe({ id, source, ending }: KeyStatus): string {
  if (source === null) return messages.notSet({ variable: environmentNameOf(id) })
  const where = describeKeySource(source, environmentNameOf(id))
  return ending === null ? messages.set({ where }) : messages.setEnding({ ending, where })
}

async function setKey(context: CommandContext, id: KeyId): Promise<CommandOutcome> {
  const secrets = context.secrets()
  // Bound to the address that is configured when the key is first used.
  await secrets.set(id, await context.readSecret(messages.keyPrompt), { host: null })
  return { lines: [messages.keySaved({ id })], report: successReport({}) }
}

async function deleteKey(context: CommandContext, id: KeyId): Promise<CommandOutcome> {
  const wasThere = await context.secrets().delete(id)
  const line = wasThere ? messages.keyDeleted({ id }) : messages.keyNotInKeychain({ id })
  return { lines: [line], report: successReport({}) }
}

async function testKey(
  context: CommandContext,
  keyId: KeyId,
  { config, ...values }: TestValues,
): Promise<CommandOutcome> {
  if (keyId === 'rewriter') throw badInput(messages.rewriterNotTested)
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
  // The text may be the key itself, so it is not repeated.
  throw badInput(messages.keyOwnerUnknown({ known: keyIds.join(', ') }))
}
