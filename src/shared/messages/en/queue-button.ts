import { message } from '../message.ts'

// Queue button
export const queue = message('Queue')
export const queueCount = message('Queue: {count}')
export const queuePaused = message('Queue: {count}, paused')
export const queueOffline = message('Queue: {count}, no network')
