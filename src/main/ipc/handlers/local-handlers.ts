import { programPathSchema } from '../../../shared/domain/guarded-values.ts'
import type { Output, Payload } from '../../../shared/contract/index.ts'
import type { EngineOverview } from '../../engine-releases/engine-releases.ts'
import type { LocalService } from '../../local-service/local-service.ts'
import type { HandlerContext, HandlersOf } from '../handler-context.ts'

export function createLocalHandlers({ services, desktop, emit }: HandlerContext): HandlersOf<'local'> {
  const local = async () => (await services()).local()
  /** Refreshes the provider's list of models after a change. */
  const changed = async () => {
    await (await (await services()).providers()).refreshModels('local')
    return (await local()).look()
  }
  /** A newly installed engine reports which devices it can use. */
  const installed = async () => {
    await (await local()).inspectEngine()
    return changed()
  }
  const releases = async () => (await services()).engineReleases()
  const watched = (signal: AbortSignal) => ({
    signal,
    onProgress: (progress: Payload<'local.installProgressed'>) => emit('local.installProgressed', progress),
  })
  return {
    ...convertHandlers(local, changed, emit),
    ...folderHandlers(local, changed, desktop),
    'local.engines': async () => describeEngines(await (await releases()).overview()),
    'local.installEngine': async ({ backend }, { signal }) => {
      await (await releases()).install({ backend, ...watched(signal) })
      return installed()
    },
    'local.installFromArchive': async (_input, { windowId, signal }) => {
      const path = await desktop.chooseEngineArchive(windowId)
      if (path === null) return null
      await (await releases()).installFrom(path, watched(signal))
      return installed()
    },
    'local.useInstalled': async ({ name }, { signal }) => {
      await (await releases()).use(name, signal)
      return installed()
    },
    'local.removeInstalled': async ({ name }) => {
      await (await releases()).remove(name)
      return changed()
    },
    ...createReadHandlers(services),
    'local.chooseEngine': async (_input, { windowId }) => {
      const path = await desktop.chooseEngine(windowId)
      if (path === null) return null
      await (await local()).useEngine(programPathSchema.parse(path))
      return changed()
    },
    'local.forgetEngine': async () => {
      await (await local()).forgetEngine()
      return changed()
    },
  }
}

function createReadHandlers(
  services: HandlerContext['services'],
): Pick<HandlersOf<'local'>, 'local.setup' | 'local.locate'> {
  const local = async () => (await services()).local()
  return {
    'local.setup': async () => (await local()).look(),
    'local.locate': async ({ record }, { signal }) => {
      const { missing, ...located } = await (await local()).locate(record, signal)
      // It may have been renamed since the list was loaded.
      await (await (await services()).providers()).refreshModels('local')
      return { ...located, missing: [...missing] }
    },
  }
}

function describeEngines({ tag, reason, offers, installed }: EngineOverview): Output<'local.engines'> {
  return {
    tag,
    reason,
    offers: offers.map(({ backend, label, isRecommended, problem }) => ({ backend, label, isRecommended, problem })),
    installed: installed.map(({ name, tag: release, bytes, archives, isCurrent }) => ({
      name,
      tag: release,
      bytes,
      sha256: archives.map(({ sha256 }) => sha256),
      isCurrent,
    })),
  }
}

function convertHandlers(
  local: () => Promise<LocalService>,
  changed: () => ReturnType<LocalService['look']>,
  emit: HandlerContext['emit'],
): Pick<HandlersOf<'local'>, 'local.conversions' | 'local.convert'> {
  const onProgress = (fraction: number) => emit('local.convertProgressed', { fraction })
  return {
    'local.conversions': async ({ id }) => {
      const { bytes, choices } = await (await local()).planConversion(id)
      return { bytes, choices: choices.map(({ precision, bytes: converted }) => ({ precision, bytes: converted })) }
    },
    'local.convert': async ({ id, precision }, { signal }) => {
      await (await local()).convert(id, precision, { signal, onProgress })
      return changed()
    },
  }
}

/** Each is chosen in a dialog shown by main. */
function folderHandlers(
  local: () => Promise<LocalService>,
  changed: () => ReturnType<LocalService['look']>,
  desktop: HandlerContext['desktop'],
): Pick<
  HandlersOf<'local'>,
  'local.addFolder' | 'local.forgetFolder' | 'local.chooseDownloadFolder' | 'local.resetDownloadFolder'
> {
  return {
    'local.addFolder': async (_input, { windowId }) => {
      const path = await desktop.chooseFolder(windowId, null)
      if (path === null) return null
      await (await local()).addFolder(path)
      return changed()
    },
    'local.forgetFolder': async ({ path }) => {
      await (await local()).forgetFolder(path)
      return changed()
    },
    'local.chooseDownloadFolder': async (_input, { windowId }) => {
      const path = await desktop.chooseFolder(windowId, null)
      if (path === null) return null
      await (await local()).downloadTo(path)
      return changed()
    },
    'local.resetDownloadFolder': async () => {
      await (await local()).downloadTo(null)
      return changed()
    },
  }
}
