import { plainMessage as message } from '../plain-message.ts'

// Reasons a model cannot be used
export const noDescription = message('{model} has no description of its input.')
export const needsUnknownFields = message('{model} needs {fields}, which Atelier has no form for.')
export const noPromptOrImage = message('{model} takes neither a prompt nor an image.')
export const notListedAsImage = message('{model} does not generate images: fal.ai lists it under “{category}”.')
export const makesVideos = message('{model} makes videos, not images.')
export const returnsText = message('{model} returns text, not images.')
