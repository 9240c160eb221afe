export { AppError, fromErrorData, toErrorData, toFileError } from './app-error.ts'
export { errorCodeSchema, type ErrorCode } from './error-code.ts'
export { errorDataSchema, type ErrorData } from './error-data.ts'
