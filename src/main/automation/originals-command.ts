import type { MovedBack } from '../../shared/domain/shared-originals.ts'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/cli-library.ts'
import type { CommandContext, CommandOutcome } from './command.ts'
import { defineCommand } from './command.ts'
import { toOriginalsReport } from './describe-originals.ts'
import { failureReport, successReport } from './report.ts'

export const originalsCommand = defineCommand({
  name: 'originals',
  group: 'library',
  summary: messages.originals,
  details: messages.originalsDetails,
  options: { 'move-back': { help: messages.moveOriginalsBack } },
  examples: ['originals', 'originals --json', 'originals --move-back'],
  async run(values, _args, context) {
    if (values['move-back'] === true) return moveBack(context)
    const { assets } = await context.services()
    await assets.originals.run()
    const view = await assets.originals.view()
    const { folder, problem, waitingWhy } = view
    const { originalsInFolder } = await import('../../shared/messages/en/cli-counts.ts')
    const report = { originals: toOriginalsReport(view) }
    return {
      lines: [
        folder === null ? messages.noOriginalsFolder : folder,
        originalsInFolder({ count: view.shared }),
        ...view.members.map(({ name, computer }) => messages.originalsMember({ name, computer })),
      ],
      problems: [problem, waitingWhy].filter((each) => each !== null),
      report:
        problem === null ? successReport(report) : failureReport(new AppError('storage/unreachable', problem), report),
    }
  },
})

const progressEvery = 50

async function moveBack({ services, settings, signal, reportProgress }: CommandContext): Promise<CommandOutcome> {
  const { assets } = await services()
  await settings.load()
  if (settings.own().originalsFolder !== null) await settings.change({ originalsFolder: null })
  const { indexing, originalsMovedBack, originalsNotMovedBack } = await import('../../shared/messages/en/cli-counts.ts')
  const { moved, failed }: MovedBack = await assets.originals.moveBack({
    signal,
    onProgress: (done, total) => {
      if (done % progressEvery === 0 || done === total) reportProgress(indexing({ done, total }))
    },
  })
  const report = {
    originals: {
      ...toOriginalsReport(await assets.originals.view()),
      moved_back: moved,
      not_moved_back: failed,
    },
  }
  const notMoved = originalsNotMovedBack({ count: failed.length })
  return {
    lines: [originalsMovedBack({ count: moved })],
    problems: failed.map(({ id, message: reason }) => messages.originalNotMovedBack({ id, reason })),
    report:
      failed.length === 0 ? successReport(report) : failureReport(new AppError('storage/corrupt', notMoved), report),
  }
}
