import type { AssetId } from '../../../../../shared/domain/ids.ts'
import { toErrorData } from '../../../../../shared/errors/index.ts'
import * as messages from '../../../../../shared/messages/en/descriptions.ts'
import type { Notice, Services } from '../../../../client/index.ts'
import type { PromptEditor } from '../../prompt/create-prompt-editor.ts'
import type { StudioTask } from '../../../../../shared/domain/settings.ts'
import type { GenerateState } from '../derive-generate-state.ts'

const topic = 'prompt-from-image'

interface Form {
  readonly prompt: PromptEditor
  state(): GenerateState
  chooseTask(task: StudioTask): void
}

/** Writes what an image shows as the prompt, one undo step; describes the image first where nobody has. */
export async function promptFromImage(
  { client, intents }: Pick<Services, 'client' | 'intents'>,
  id: AssetId,
  form: Form,
): Promise<void> {
  const notify = (notice: Notice) => intents.send({ type: 'notify', notice: { topic, ...notice } })
  const work = new AbortController()
  const { found } = await client.call('vision.description', { id })
  let description = found
  if (description === null) {
    const action = { label: messages.cancel, run: () => work.abort() }
    notify({ level: 'lasting', text: messages.promptFromImage, action })
    try {
      description = await client.call('vision.describe', { id }, { signal: work.signal })
    } catch (error) {
      notify({ level: 'info', text: messages.imageNotDescribed })
      if (toErrorData(error).code === 'request/cancelled') return
      throw error
    }
  }
  // The content-aware fill has no prompt.
  if (form.state().model === null) form.chooseTask('generate')
  form.prompt.write({ prompt: description.description })
  form.prompt.resume()
  notify({ level: 'done', text: messages.promptWritten({ model: description.model }) })
}
