import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/cli-library.ts'
import { unreachable as folderUnreachable } from '../../../shared/messages/en/originals.ts'
import type { CommandContext, CommandOutcome } from '../program/command.ts'
import { defineCommand } from '../program/command.ts'
import { failureReport, successReport } from '../report.ts'

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
    const { count, folder } = await assets.originals.shared()
    const { originalsInFolder } = await import('../../../shared/messages/en/cli-counts.ts')
    return {
      lines: [folder === null ? messages.noSharedOriginals : originalsInFolder({ count, folder })],
      report: successReport({ originals: { shared: count, folder } }),
    }
  },
})

const progressEvery = 50

async function moveBack({ services, signal, reportProgress }: CommandContext): Promise<CommandOutcome> {
  const { assets } = await services()
  const { indexing, originalsMovedBack, originalsNotMovedBack } =
    await import('../../../shared/messages/en/cli-counts.ts')
  const { moved, failed, unreachable } = await assets.originals.moveBack({
    signal,
    onProgress: (done, total) => {
      if (done % progressEvery === 0 || done === total) reportProgress(indexing({ done, total }))
    },
  })
  const { count, folder } = await assets.originals.shared()
  const facts = { shared: count, folder, moved_back: moved, not_moved_back: failed, unreachable }
  const away = unreachable.map((each) => folderUnreachable({ folder: each }))
  const [error] = [
    ...away.map((text) => new AppError('storage/unreachable', text)),
    ...(failed.length > 0 ? [new AppError('storage/corrupt', originalsNotMovedBack({ count: failed.length }))] : []),
  ]
  return {
    lines: [originalsMovedBack({ count: moved }), ...(moved > 0 ? [messages.sharedFolderKept] : [])],
    problems: [...away, ...failed.map(({ id, message: reason }) => messages.originalNotMovedBack({ id, reason }))],
    report: error === undefined ? successReport({ originals: facts }) : failureReport(error, { originals: facts }),
  }
}
