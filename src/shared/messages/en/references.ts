import { plainMessage as message } from '../plain-message.ts'

/** Named references: people, things, places and styles that prompts name as `@name`. */
export const nameTaken = message('There is a reference named @{name} already. Choose another name.')
export const nameTakenSince = message('Another reference has its name now. Rename that one first.')
export const referenceGone = message('This reference has been removed.')
