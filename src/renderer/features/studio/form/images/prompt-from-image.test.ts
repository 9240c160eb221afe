import { expect, test, vi } from 'vitest'
import type { AssetId } from '../../../../../shared/domain/ids.ts'
import { AppError } from '../../../../../shared/errors/index.ts'
import { createFakeBridge } from '../../../../../../test/support/window/fake-bridge.ts'
import { createClient, type Intent, type Intents } from '../../../../client/index.ts'
import type { PromptEditor } from '../../prompt/create-prompt-editor.ts'
import type { GenerateState } from '../derive-generate-state.ts'
import { promptFromImage } from './prompt-from-image.ts'

const id = 'A'.repeat(26) as AssetId
const described = { model: 'tiny', caption: 'a kite', description: 'A kite over a beach.', tags: [], describedAtMs: 0 }

function open(found: typeof described | null, describe: () => Promise<typeof described>, hasModel = true) {
  const sent: Intent[] = []
  const intents: Intents = { send: (intent) => void sent.push(intent), answer: () => () => undefined }
  const bridge = createFakeBridge({ 'vision.description': async () => ({ found }), 'vision.describe': describe })
  const prompt = { write: vi.fn(), resume: vi.fn() }
  const form = {
    prompt: prompt as unknown as PromptEditor,
    state: () => ({ model: hasModel ? {} : null }) as GenerateState,
    chooseTask: vi.fn(),
  }
  return { sent, prompt, form, run: () => promptFromImage({ client: createClient(bridge), intents }, id, form) }
}

test('a stored description becomes the prompt in one step, and nothing is described', async () => {
  const describe = vi.fn()
  const { run, prompt, form, sent } = open(described, describe)
  await run()
  expect(prompt.write.mock.calls).toEqual([[{ prompt: 'A kite over a beach.' }]])
  expect(prompt.resume).toHaveBeenCalledOnce()
  expect(form.chooseTask).not.toHaveBeenCalled()
  expect(describe).not.toHaveBeenCalled()
  expect(sent).toMatchObject([{ type: 'notify', notice: { text: expect.stringContaining('tiny') } }])
})

test('an image without one is described first, in a task that has a prompt', async () => {
  const { run, prompt, form } = open(null, async () => described, false)
  await run()
  expect(form.chooseTask).toHaveBeenCalledWith('generate')
  expect(prompt.write).toHaveBeenCalledWith({ prompt: 'A kite over a beach.' })
})

test('what fails or is canceled leaves the prompt as it is', async () => {
  const failing = open(null, async () => {
    throw new AppError('model/missing', 'No model.')
  })
  await expect(failing.run()).rejects.toMatchObject({ code: 'model/missing' })
  const canceled = open(null, async () => {
    throw AppError.cancelled()
  })
  await canceled.run()
  for (const { prompt } of [failing, canceled]) expect(prompt.write).not.toHaveBeenCalled()
})
