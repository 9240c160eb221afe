export { createCompareCommands } from './compare-commands.ts'
export { type CompareModel } from './compare-context.ts'
export { createCompareModel } from './create-compare-model.ts'
