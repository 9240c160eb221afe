/** Every request names the version of the API it was written for; without it the service answers 400. */
export const runwayHeaders = { 'x-runway-version': '2024-11-06' } as const
