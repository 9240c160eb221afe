import { basename, resolve } from 'node:path'
import { providerIds, type ProviderId } from '../../../shared/domain/provider-id.ts'
import type { Settings } from '../../../shared/domain/settings.ts'
import { settingsSchema } from '../../../shared/domain/settings.ts'
import * as messages from '../../../shared/messages/en/cli-config.ts'
import { createProviderChoices } from '../../providers/manager/provider-choices.ts'
import { environmentNameOf, keyIds } from '../../secrets/index.ts'
import { loadConfigurationTools } from '../../settings/index.ts'
import type { CommandContext, CommandOutcome } from '../program/command.ts'
import { describeKeySource } from './describe-key-source.ts'
import { successReport } from '../report.ts'

interface ShownSetting {
  readonly name: string
  readonly value: unknown
  readonly source: string
}

/** Lists every setting that `atelier.yaml` can set, with what is in effect and what decides it. @throws configuration/invalid */
export async function showConfiguration(context: CommandContext, file: string | undefined): Promise<CommandOutcome> {
  const { configuration } = context
  if (file !== undefined) await configuration.use(resolve(context.workingFolder, file))
  const problem = configuration.problem()
  if (problem !== null) throw problem
  const settings = await context.settings.load()
  const fileName = basename(configuration.path)
  const names = {
    file: file === undefined ? fileName : messages.fromNamedFile({ file: fileName }),
    settings: messages.fromSettings,
  }
  const shown = [
    homeSetting(context),
    ...mediaValues(context, settings, names),
    ...(await settingsValues(context, settings, names)),
    ...(await keyValues(context)),
  ]
  return {
    lines: shown.map(({ name, value, source }) => `${name}: ${shownText(value)} ${messages.source({ source })}`),
    report: { ...successReport({}), configuration: { path: configuration.path, settings: shown } },
  }
}

function shownText(value: unknown): string {
  if (value === null || value === undefined) return messages.nothing
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function homeSetting({ paths, env }: CommandContext): ShownSetting {
  const isNamed = (env['ATELIER_HOME'] ?? '').trim() !== ''
  return { name: messages.home, value: paths.root, source: isNamed ? 'ATELIER_HOME' : messages.fromDefault }
}

interface SourceNames {
  readonly file: string
  readonly settings: string
}

function mediaValues({ configuration, env }: CommandContext, settings: Settings, names: SourceNames): ShownSetting[] {
  const { defaultProvider, output } = configuration.get()
  const own = (name: string, value: unknown, otherwise: unknown): ShownSetting => ({
    name: `media.${name}`,
    value: value ?? otherwise,
    source: value === null ? messages.fromDefault : names.file,
  })
  const choices = createProviderChoices({
    settings: { get: () => settings, change: () => Promise.resolve(settings) },
    configuration: configuration.get,
    env,
  })
  return [
    own('default_provider', defaultProvider, null),
    ...providerIds.flatMap((id) => providerValues(id, choices, settings, names)),
    own('output.save_to_disk', output.saveToDisk, false),
    own('output.base_path', output.basePath, settings.exportFolder),
    own('output.format', output.format, 'png'),
  ]
}

function providerValues(
  id: ProviderId,
  choices: ReturnType<typeof createProviderChoices>,
  settings: Settings,
  names: SourceNames,
): ShownSetting[] {
  const choice = choices.get(id)
  const fields = [
    ['enabled', 'isEnabled'],
    ['default_model', 'defaultModel'],
    ['default_size', 'defaultSize'],
    ['base_url', 'baseUrl'],
  ] as const
  return fields.map(([name, field]) => {
    const decided = choice.decidedElsewhere[field]
    const isOwn = (settings.providers[id]?.[field] ?? null) !== null
    const fromFile = decided === 'atelier.yaml' ? names.file : decided
    return {
      name: `media.providers.${id}.${name}`,
      value: choice[field],
      source: fromFile ?? (isOwn ? names.settings : messages.fromDefault),
    }
  })
}

async function settingsValues(
  { configuration, settings: store }: CommandContext,
  settings: Settings,
  names: SourceNames,
): Promise<ShownSetting[]> {
  const { fieldValue, fileSettings, isSame, mediaSettings, writtenMedia, writtenValue } = await loadConfigurationTools()
  const configured = new Set(configuration.get().settings.map(({ name }) => name))
  const defaults = settingsSchema.parse({})
  const own = store.own()
  const sourceOf = (name: string, field: Parameters<typeof fieldValue>[1]) => {
    if (configured.has(name)) return names.file
    return isSame(fieldValue(own, field), fieldValue(defaults, field)) ? messages.fromDefault : names.settings
  }
  return [
    ...mediaSettings.map(([name, field]) => ({
      name: `media.${name}`,
      value: writtenMedia(settings, field),
      source: sourceOf(`media.${name}`, field),
    })),
    ...fileSettings.map((setting) => ({
      name: `settings.${setting.name}`,
      value: writtenValue(setting, settings),
      source: sourceOf(`settings.${setting.name}`, setting.field),
    })),
  ]
}

async function keyValues(context: CommandContext): Promise<ShownSetting[]> {
  const secrets = context.secrets()
  const shown: ShownSetting[] = []
  for (const id of keyIds) {
    const { source } = await secrets.status(id)
    const variable = environmentNameOf(id)
    shown.push({
      name: `keys.${id}`,
      value: source === null ? messages.keyIsNotSet : messages.keyIsSet,
      source: source === null ? variable : describeKeySource(source, variable),
    })
  }
  return shown
}
