import { z } from 'zod'
import type { OriginalsView } from '../../shared/domain/shared-originals.ts'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/cli-library.ts'
import { defineCommand } from './command.ts'
import { failureReport, successReport } from './report.ts'

export const originalsReportSchema = z
  .object({
    /** null = new originals stay in the library folder. */
    folder: z.string().nullable(),
    /** Originals of this library in a shared folder, and those that could not be moved there. */
    shared: z.number(),
    waiting: z.number(),
    members: z.array(z.object({ name: z.string(), computer: z.string(), is_self: z.boolean() }).readonly()).readonly(),
  })
  .readonly()

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
    const report = { originals: toReport(view) }
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

function toReport({ folder, shared, waiting, members }: OriginalsView): z.output<typeof originalsReportSchema> {
  return {
    folder,
    shared,
    waiting,
    members: members.map(({ name, computer, isSelf }) => ({ name, computer, is_self: isSelf })),
  }
}
