export { createCloneInk, type CloneInk } from './create-clone-ink.ts'
export { heal } from './heal.ts'
export { solidInk } from './solid-ink.ts'
