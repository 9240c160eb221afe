export { AppError, errorDataSchema, fromErrorData, toErrorData, type ErrorData } from './app-error.ts'
export { errorCodeSchema, type ErrorCode } from './error-code.ts'
export { toFileError } from './file-error.ts'
