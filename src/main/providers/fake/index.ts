export { createFakeAdapter, type FakeAdapter } from './create-fake-adapter.ts'
export { fake } from './fake.ts'
export type { FakeScript, FakeStep } from './fake-step.ts'
