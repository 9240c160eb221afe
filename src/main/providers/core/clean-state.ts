import type { RemotePicture, TaskState } from './adapter.ts'
import { plainWords } from './plain-words.ts'
import type { RedactSecrets } from './redact-secrets.ts'

/** A task's state as it may be shown and stored: a service may echo the key in its words. */
export function cleanState(state: TaskState, redactSecrets: RedactSecrets): TaskState {
  const words = (text: string) => plainWords(redactSecrets(text))
  switch (state.is) {
    case 'waiting': {
      const { handle, note } = state
      const shownHandle = redactSecrets(handle)
      return {
        ...state,
        ...(shownHandle !== handle && { shownHandle }),
        ...(note !== undefined && { note: words(note) }),
      }
    }
    case 'not-ready':
      return { ...state, note: words(state.note) }
    case 'refused':
    case 'failed':
    case 'expired':
      return { ...state, words: words(state.words) }
    case 'done':
      return cleanDone(state, redactSecrets)
    case 'cancelled':
      return state
  }
}

type Done = Extract<TaskState, { is: 'done' }>

function cleanDone(state: Done, redactSecrets: RedactSecrets): Done {
  const { pictures, requestId, usage } = state
  const isSecret = pictures.some((picture) => 'url' in picture && redactSecrets(picture.url) !== picture.url)
  return {
    ...state,
    ...(isSecret && { isSecret }),
    pictures: pictures.map((picture) => cleanPicture(picture, redactSecrets)),
    ...(typeof requestId === 'string' && { requestId: redactSecrets(requestId) }),
    ...(usage !== undefined && { usage: cleanUsage(usage, redactSecrets) }),
  }
}

/** Some services name their units themselves. What is no number cannot be stored. */
function cleanUsage(usage: NonNullable<Done['usage']>, redactSecrets: RedactSecrets): Record<string, number> {
  const amounts = Object.entries(usage).filter(([, amount]) => Number.isFinite(amount))
  return Object.fromEntries(amounts.map(([unit, amount]) => [redactSecrets(unit), amount]))
}

function cleanPicture(picture: RemotePicture, redactSecrets: RedactSecrets): RemotePicture {
  const { revisedPrompt, refused } = picture
  return {
    ...picture,
    ...(typeof revisedPrompt === 'string' && { revisedPrompt: redactSecrets(revisedPrompt) }),
    ...(typeof refused === 'string' && { refused: plainWords(redactSecrets(refused)) }),
  }
}
