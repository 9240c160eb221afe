import { readFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import { fileExists } from '../../../shared/messages/en/cli.ts'
import * as messages from '../../../shared/messages/en/cli-config.ts'
import { cannotReadConfiguration } from '../../../shared/messages/en/configuration.ts'
import { writeFileAtomic } from '../../platform/pure/atomic-file.ts'
import { environmentNameOf, isKeyId } from '../../secrets/index.ts'
import { loadConfigurationTools, type ConfigurationTools } from '../../settings/index.ts'
import { defineCommand, type CommandContext, type CommandOutcome } from '../program/command.ts'
import { showConfiguration } from './config-show.ts'
import { configOption } from '../generate/provider-options.ts'
import { successReport } from '../report.ts'
import { decodeTextFile } from '../../platform/pure/decode-text-file.ts'

const group = 'providers'

export const showConfigCommand = defineCommand({
  name: 'config show',
  group,
  summary: messages.show,
  details: messages.showDetails,
  options: { config: configOption },
  examples: ['config show', 'config show --json'],
  run: ({ config }, _args, context) => showConfiguration(context, config),
})

export const checkConfigCommand = defineCommand({
  name: 'config check',
  group,
  summary: messages.check,
  args: { '[file]': messages.fileArgument },
  examples: ['config check', 'config check atelier.yaml'],
  run: (_values, [file], context) => checkFile(context, file),
})

export const exportConfigCommand = defineCommand({
  name: 'config export',
  group,
  summary: messages.exportSettings,
  details: messages.exportDetails,
  options: {
    out: { value: 'file', help: messages.outFile },
    force: { help: messages.replaceFile },
  },
  examples: ['config export', 'config export --out atelier.yaml'],
  run: ({ out, force }, _args, context) => exportFile(context, { out, mayReplace: force === true }),
})

export const importConfigCommand = defineCommand({
  name: 'config import',
  group,
  summary: messages.importSettings,
  details: messages.importDetails,
  args: { '<file>': messages.importArgument },
  options: { 'dry-run': { help: messages.dryRun } },
  examples: ['config import atlas_config.yaml --dry-run', 'config import atelier.yaml'],
  run: (values, [file = ''], context) => importFile(context, file, values['dry-run'] === true),
})

export const configSchemaCommand = defineCommand({
  name: 'config schema',
  group,
  summary: messages.schema,
  examples: ['config schema'],
  async run() {
    const { configurationJsonSchema } = await loadConfigurationTools()
    const text = configurationJsonSchema()
    return {
      lines: [text.trimEnd()],
      report: { ...successReport({}), configuration: { schema: JSON.parse(text) as object } },
    }
  },
})

async function loadParseBaseUrl() {
  const { parseBaseUrl } = await import('../../providers/core/wire/url-policy.ts')
  return parseBaseUrl
}

async function checkFile({ configuration, workingFolder }: CommandContext, file?: string): Promise<CommandOutcome> {
  const [{ checkConfiguration, describeProblems, readConfigurationText }, parseBaseUrl] = await Promise.all([
    loadConfigurationTools(),
    loadParseBaseUrl(),
  ])
  const path = file === undefined ? configuration.path : resolve(workingFolder, file)
  const text = await readConfigurationText({ path, isRequired: file !== undefined })
  if (text === null) return { lines: [messages.noFile({ file: path })], report: reportOf({ path, problems: [] }) }
  const { problems, remarks } = checkConfiguration(text, { path, parseBaseUrl })
  const lines = describeProblems(path, [...problems, ...remarks])
  const report = reportOf({
    path,
    problems: [...problems, ...remarks].map(({ line, path: field, message }) => ({
      line,
      field: field.map(String).join('.'),
      message,
    })),
  })
  if (problems.length === 0) return { lines: [messages.valid({ file: basename(path) })], problems: lines, report }
  return {
    lines: [],
    problems: lines,
    report: { ...report, success: false, error: lines.join(' '), error_code: 'configuration/invalid' },
  }
}

function reportOf(facts: object) {
  return { ...successReport({}), configuration: facts }
}

interface ExportTarget {
  readonly out: string | undefined
  readonly mayReplace: boolean
}

const schemaName = 'atelier.schema.json'

async function exportFile(context: CommandContext, { out, mayReplace }: ExportTarget): Promise<CommandOutcome> {
  const { configuration, settings, workingFolder } = context
  const [tools, parseBaseUrl] = await Promise.all([loadConfigurationTools(), loadParseBaseUrl()])
  const values = { settings: await settings.load(), configuration: requireConfiguration(context) }
  const path = out === undefined ? configuration.path : resolve(workingFolder, out)
  const schemaPath = out === undefined ? null : `./${schemaName}`
  const { text, leftOut } = tools.writeConfiguration(values, { path, parseBaseUrl, schemaPath })
  const problems = leftOut.map((name) => messages.leftOut({ name }))
  if (out === undefined) {
    return { lines: [text.trimEnd()], problems, report: reportOf({ text, left_out: leftOut }) }
  }
  if (!mayReplace && (await readIfThere(path)) !== null) {
    throw new AppError('storage/exists', fileExists({ file: out }))
  }
  await writeFileAtomic(path, text)
  await writeFileAtomic(join(dirname(path), schemaName), tools.configurationJsonSchema())
  return { lines: [messages.written({ file: path })], problems, report: reportOf({ path, left_out: leftOut }) }
}

/** @throws configuration/invalid */
function requireConfiguration({ configuration }: CommandContext) {
  const problem = configuration.problem()
  if (problem !== null) throw problem
  return configuration.get()
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return decodeTextFile(await readFile(path))
  } catch (thrown) {
    const error = toFileError(thrown, cannotReadConfiguration({ path }))
    if (error.code === 'storage/not-found') return null
    throw error
  }
}

async function importFile(context: CommandContext, file: string, isDry: boolean): Promise<CommandOutcome> {
  const [tools, parseBaseUrl, { findModelFate }] = await Promise.all([
    loadConfigurationTools(),
    loadParseBaseUrl(),
    import('../generate/model-fate.ts'),
  ])
  const path = resolve(context.workingFolder, file)
  const text = (await tools.readConfigurationText({ path, isRequired: true })) ?? ''
  const found = tools.importConfiguration(text, { path, parseBaseUrl, findModel: findModelFate })
  const target = context.configuration.path
  const merged = tools.mergeConfiguration(await readIfThere(target), found.values, { path: target, parseBaseUrl })
  const isChanged = merged.values.some(({ value, previous }) => !tools.isSame(value, previous))
  if (isChanged && !isDry) await writeFileAtomic(target, merged.text)
  const remarks = [
    ...found.ignored.map((each) =>
      messages.ignored({ ...each, line: String(each.line), reason: each.reason.replace(/\.$/, '') }),
    ),
    ...found.keys.map(describeKey),
  ]
  const report = reportOf({ path: target, written: isChanged && !isDry, ...found, values: merged.values })
  if (merged.values.length === 0) {
    const error = messages.nothingTaken({ file: basename(path) })
    return {
      lines: remarks,
      problems: [error],
      report: { ...report, success: false, error, error_code: 'configuration/invalid' },
    }
  }
  const end = isChanged ? (isDry ? messages.wouldImport : messages.imported) : messages.nothingChanged
  return { lines: [...merged.values.map(describeValue), ...remarks, end({ file: target })], report }
}

type MergedValue = ReturnType<ConfigurationTools['mergeConfiguration']>['values'][number]

function describeValue({ name, value, previous, note }: MergedValue): string {
  const shown = { name, value: shownValue(value) }
  const line =
    previous === undefined
      ? messages.taken(shown)
      : JSON.stringify(previous) === JSON.stringify(value)
        ? messages.alreadySet(shown)
        : messages.takenFrom({ ...shown, previous: shownValue(previous) })
  return note === null ? line : messages.withNote({ line, note })
}

function shownValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

type FoundKey = ReturnType<ConfigurationTools['importConfiguration']>['keys'][number]

function describeKey({ name, line, provider }: FoundKey): string {
  const place = { name, line: String(line) }
  if (provider === null || !isKeyId(provider)) return messages.foreignKeyFound(place)
  return messages.keyFound({ ...place, provider, variable: environmentNameOf(provider) })
}
