/** The name in a certificate when the user has not given one. */
export const defaultSignerName = 'Atelier user'
/** X.520 allows 64 characters for a common name. */
export const signerNameMax = 64
