import { expect, test } from 'vitest'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { createFakeBridge } from '../../../../test/support/window/fake-bridge.ts'
import { createClient, type Intent, type Intents } from '../../client/index.ts'
import { describeImages } from './describe-images.ts'

const idOf = (letter: string) => letter.repeat(26) as AssetId
const described = { model: 'tiny', caption: 'a kite', description: 'A kite.', tags: [], describedAtMs: 0 }

interface Answers {
  readonly describe?: () => Promise<typeof described>
  readonly queue?: () => Promise<{ added: number }>
}

/** What is sent when these images are described. */
async function run(ids: readonly AssetId[] | null, { describe, queue }: Answers) {
  const sent: Intent[] = []
  const asked: unknown[] = []
  const intents: Intents = { send: (intent) => void sent.push(intent), answer: () => () => undefined }
  const asking =
    <T>(answer: (() => Promise<T>) | undefined) =>
    (wanted: unknown) => {
      asked.push(wanted)
      return answer!()
    }
  const bridge = createFakeBridge({ 'vision.describe': asking(describe), 'vision.queueDescriptions': asking(queue) })
  await describeImages({ client: createClient(bridge), intents }, ids)
  const notices = sent.flatMap((intent) => (intent.type === 'notify' ? [intent.notice] : []))
  return { asked, notices, reports: sent.filter(({ type }) => type === 'report') }
}

test('one image is described at once, and its caption is in the notice', async () => {
  const { asked, notices } = await run([idOf('A')], { describe: async () => described })
  expect(asked).toEqual([{ id: idOf('A') }])
  expect(notices).toMatchObject([
    { level: 'lasting', action: { label: 'Cancel' } },
    { level: 'done', text: 'Image described: a kite' },
  ])
})

test('several are queued, and all of the library when none are named', async () => {
  const two = [idOf('A'), idOf('B')]
  expect(await run(two, { queue: async () => ({ added: 2 }) })).toMatchObject({
    asked: [{ ids: two }],
    notices: [{ text: 'Describing 2 images. You can keep working.' }],
  })
  expect(await run(null, { queue: async () => ({ added: 0 }) })).toMatchObject({
    asked: [{ ids: null }],
    notices: [{ text: 'All of these images already have descriptions.' }],
  })
})

test('a failure is reported and replaces the notice of the work; a cancellation is not reported', async () => {
  const failed = await run([idOf('A')], {
    describe: async () => {
      throw new AppError('model/missing', 'No model.')
    },
  })
  expect(failed.notices.at(-1)).toMatchObject({ level: 'info', text: 'Image not described' })
  expect(failed.reports).toMatchObject([{ error: { code: 'model/missing' } }])
  const canceled = await run([idOf('A')], {
    describe: async () => {
      throw AppError.cancelled()
    },
  })
  expect(canceled.notices.at(-1)).toMatchObject({ text: 'Image not described' })
  expect(canceled.reports).toEqual([])
})
