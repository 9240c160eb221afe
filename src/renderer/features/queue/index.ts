export { createQueueView, type QueueViewStore } from './create-queue-view.ts'
export { loadQueuePanel, QueueButton } from './queue-button.tsx'
