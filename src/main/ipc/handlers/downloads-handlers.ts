import type { Output } from '../../../shared/contract/index.ts'
import type { ModelDownloads } from '../../hub/model-downloads.ts'
import type { HandlerContext, HandlersOf } from '../handler-context.ts'

type DownloadPlan = Awaited<ReturnType<ModelDownloads['plan']>>

export function createDownloadsHandlers(context: HandlerContext): HandlersOf<'downloads'> {
  const { open, list, refresh } = createDownloadUpdates(context)
  /** The last plan of each model, so that exactly what was shown is started. */
  const plans = new Map<string, DownloadPlan>()
  async function plan(id: string, signal: AbortSignal): Promise<DownloadPlan> {
    const { downloads } = await open()
    const planned = await downloads.plan(id, signal)
    plans.set(planned.id, planned)
    return planned
  }
  const planned = async (id: string, signal: AbortSignal) => plans.get(id) ?? plan(id, signal)
  return {
    'downloads.offered': async () => (await open()).offered(),
    'downloads.list': list,
    'downloads.search': async ({ query }, { signal }) => (await open()).search(query, signal),
    'downloads.plan': async ({ id }, { signal }) => describePlan(await plan(id, signal)),
    'downloads.openTerms': async ({ id, index }, { signal }) => {
      const license = (await planned(id, signal)).licenses[index]
      if (license !== undefined) context.desktop.openPage(license.page)
      return null
    },
    'downloads.start': async ({ id, hasAccepted }, { signal }) => {
      const { downloads } = await open()
      await downloads.start(await planned(id, signal), { hasAccepted })
      return list()
    },
    'downloads.resume': async ({ id }) => {
      await (await open()).downloads.resume(id)
      return list()
    },
    'downloads.pause': async ({ id }) => {
      await (await open()).downloads.pause(id)
      return list()
    },
    'downloads.removal': async ({ id }) => {
      const removal = await (await open()).downloads.removal(id)
      return removal && { freedBytes: removal.freedBytes, kept: [...removal.kept] }
    },
    'downloads.remove': async ({ id }) => {
      await (await open()).downloads.remove(id)
      await refresh()
      return list()
    },
  }
}

/** The downloads, subscribed to on first use. */
function createDownloadUpdates({ services, emit, logger }: HandlerContext) {
  let isHeard = false
  let doneBefore = 0

  async function open() {
    const service = await (await services()).downloads()
    if (isHeard) return service
    isHeard = true
    doneBefore = countDone(await service.downloads.list())
    service.downloads.onChanged(() => {
      emitChange().catch((thrown: unknown) => logger.warn('downloads.not-told', { error: thrown }))
    })
    return service
  }

  async function list(): Promise<Output<'downloads.list'>> {
    const { downloads } = await open()
    return (await downloads.list()).map(({ files: _files, ...view }) => view)
  }

  async function refresh() {
    await (await services()).visionModels()
    return (await (await services()).providers()).refreshModels('local')
  }

  async function emitChange(): Promise<void> {
    const views = await list()
    emit('downloads.changed', views)
    const done = countDone(views)
    const isMore = done > doneBefore
    doneBefore = done
    // Downloaded models are now available for drawing.
    if (isMore) await refresh()
  }

  return { open, list, refresh }
}

const countDone = (views: readonly { readonly state: string }[]) => views.filter(({ state }) => state === 'done').length

function describePlan({ id, label, licenses, mustAccept, files, ...bytes }: DownloadPlan): Output<'downloads.plan'> {
  return {
    id,
    label,
    licenses: [...licenses],
    mustAccept,
    files: files.map(({ name, sizeBytes, isThere, copyPath }) => ({ name, sizeBytes, isThere, copyPath })),
    ...bytes,
  }
}
