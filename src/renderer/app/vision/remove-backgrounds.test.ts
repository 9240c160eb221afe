import { expect, test } from 'vitest'
import type { Background } from '../../../shared/domain/background.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { createFakeBridge } from '../../../../test/support/window/fake-bridge.ts'
import { createClient, type Intent, type Intents } from '../../client/index.ts'
import { removeBackgrounds } from './remove-backgrounds.ts'

const idOf = (letter: string) => letter.repeat(26) as AssetId
const [first, second, third] = ['A', 'B', 'C'].map(idOf) as [AssetId, AssetId, AssetId]

/** Runs it with what main answers for each image; `onIntent` acts as the user. */
async function run(
  answer: (id: AssetId) => Promise<AssetId>,
  onIntent: (intent: Intent) => void = () => undefined,
  background: Background | null = null,
) {
  const asked: AssetId[] = []
  const sent: Intent[] = []
  const intents: Intents = {
    send(intent) {
      sent.push(intent)
      onIntent(intent)
    },
    answer: () => () => undefined,
  }
  const bridge = createFakeBridge({
    'vision.removeBackground': async (wanted: { id: AssetId; background: Background | null }) => {
      const { id } = wanted
      expect(wanted.background).toEqual(background)
      asked.push(id)
      return { id: await answer(id) }
    },
  })
  await removeBackgrounds({ client: createClient(bridge), intents }, { ids: [first, second, third], background })
  const notices = sent.flatMap((intent) => (intent.type === 'notify' ? [intent.notice] : []))
  return { asked, last: notices.at(-1), reports: sent.filter(({ type }) => type === 'report') }
}

test('an image without a subject does not stop the others, and the reason is in the notice', async () => {
  const { asked, last, reports } = await run(async (id) => {
    if (id === second) throw new AppError('vision/no-subject', 'tiny found no subject.')
    return id
  })
  expect(asked).toEqual([first, second, third])
  expect(last).toMatchObject({
    level: 'warning',
    text: 'Background removed from 2 of 3 images. tiny found no subject.',
  })
  expect(reports).toEqual([])
})

test('what would fail for every image stops at the first', async () => {
  const { asked, last, reports } = await run(async () => {
    throw new AppError('model/missing', 'No model.')
  })
  expect(asked).toEqual([first])
  expect(last).toMatchObject({ level: 'info', text: 'Background not removed.' })
  expect(reports).toMatchObject([{ error: { code: 'model/missing' } }])
})

test('Cancel stops it, and what is done stays', async () => {
  let seen = 0
  const { asked, last, reports } = await run(
    async (id) => id,
    (intent) => {
      if (intent.type === 'notify' && intent.notice.level === 'lasting' && ++seen === 2)
        void intent.notice.action?.run()
    },
  )
  expect(asked).toEqual([first])
  expect(last).toMatchObject({ level: 'done', text: 'Background removed.' })
  expect(reports).toEqual([])
})

test('with another background the notice says that it was replaced', async () => {
  const { last } = await run(
    async (id) => id,
    () => undefined,
    { type: 'color', color: '#ffffff' },
  )
  expect(last).toMatchObject({ level: 'done', text: '3 backgrounds replaced.' })
})
