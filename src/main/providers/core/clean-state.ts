import type { RemotePicture, TaskState } from './adapter.ts'
import { plainWords } from './plain-words.ts'
import type { RedactSecrets } from './redact-secrets.ts'

/** A task's state as it may be shown and stored: a service may echo the key in its words. */
export function cleanState(state: TaskState, redactSecrets: RedactSecrets): TaskState {
  const words = (text: string) => plainWords(redactSecrets(text))
  switch (state.is) {
    case 'waiting':
      return state.note === undefined ? state : { ...state, note: words(state.note) }
    case 'not-ready':
      return { ...state, note: words(state.note) }
    case 'refused':
    case 'failed':
    case 'expired':
      return { ...state, words: words(state.words) }
    case 'done':
      return { ...state, pictures: state.pictures.map((picture) => cleanPicture(picture, redactSecrets)) }
    case 'cancelled':
      return state
  }
}

function cleanPicture(picture: RemotePicture, redactSecrets: RedactSecrets): RemotePicture {
  const { revisedPrompt, refused } = picture
  return {
    ...picture,
    ...(typeof revisedPrompt === 'string' && { revisedPrompt: redactSecrets(revisedPrompt) }),
    ...(typeof refused === 'string' && { refused: plainWords(redactSecrets(refused)) }),
  }
}
