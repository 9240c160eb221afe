export { createQueueView, type QueueViewStore } from './create-queue-view.ts'
export { heldTexts } from './queue-labels.ts'
export { loadQueuePanel, QueueButton } from './queue-button.tsx'
