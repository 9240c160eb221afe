import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/cli-library.ts'
import { defineCommand } from './command.ts'
import { toOriginalsReport } from './describe-originals.ts'
import { failureReport, successReport } from './report.ts'

export const originalsCommand = defineCommand({
  name: 'originals',
  group: 'library',
  summary: messages.originals,
  details: messages.originalsDetails,
  examples: ['originals', 'originals --json'],
  async run(_values, _args, context) {
    const { assets } = await context.services()
    await assets.originals.run()
    const view = await assets.originals.view()
    const { folder, problem } = view
    const { originalsInFolder } = await import('../../shared/messages/en/cli-counts.ts')
    const report = { originals: toOriginalsReport(view) }
    return {
      lines: [
        folder === null ? messages.noOriginalsFolder : folder,
        originalsInFolder({ count: view.shared }),
        ...view.members.map(({ name, computer }) => messages.originalsMember({ name, computer })),
      ],
      problems: problem === null ? [] : [problem],
      report:
        problem === null ? successReport(report) : failureReport(new AppError('storage/unreachable', problem), report),
    }
  },
})
