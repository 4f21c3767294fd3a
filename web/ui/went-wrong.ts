/** Where the layout leaves the words for a page that broke (app/[locale]/error.tsx). */
export const WENT_WRONG = 'went-wrong';

export interface WentWrongWords {
  title: string;
  lead: string;
  again: string;
}
