export { heldTexts } from './queue-labels.ts'
