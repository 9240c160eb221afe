import { plainMessage as message } from '../plain-message.ts'

export const searchByContent = message('Search by content')
export const backgroundRemoval = message('Background removal')
