/** A name of an order that people can read to one another on the telephone: the end of the id, where time does not make them alike. */
export const shortNumber = (id: string): string => id.replaceAll('-', '').slice(-8).toUpperCase();
