import type { Handlers } from '../../../src/main/ipc/index.ts'

declare const all: Handlers

/** Compiles only while `Handlers` enforces the contract: each expected error must occur. */
export const whole: Handlers = { ...all }

const { 'jobs.fill': fill, ...incomplete } = all
// @ts-expect-error a missing handler
export const missing: Handlers = incomplete

// @ts-expect-error a surplus handler
export const surplus: Handlers = { ...incomplete, 'jobs.fill': fill, 'jobs.unknown': fill }

// @ts-expect-error a response of the wrong shape
export const wrongAnswer: Handlers = { ...all, 'jobs.fill': async () => ({ id: 7 }) }

// @ts-expect-error an input the route does not have
export const wrongInput: Handlers = { ...all, 'jobs.cancel': async ({ name }: { name: string }) => void name }
