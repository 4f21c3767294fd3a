// Made from api/openapi.json by `npm run api-types`; a test says when it is stale.

export interface paths {
    "/api/v1/artists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Programme_artists"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Newest first.
         * @description For the roles administrator.
         */
        get: operations["Audit_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/chain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Up to 10,000 entries from `from` on, recomputed; `nextFrom` where there are more.
         * @description For the roles administrator.
         */
        get: operations["Audit_verify"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/people/{userId}/personal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * What was kept of a person beside the chain is deleted; the chain stays whole.
         * @description For the roles administrator.
         */
        delete: operations["Audit_forget"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oidc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** To the third party, and from there back to `return`, a page of this site. 404 identity.third_party_not_configured where there is none. */
        get: operations["External_begin"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/oidc/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Back to where the browser was going, signed in; a browser that is refused, to the page for signing in. */
        get: operations["External_callback"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A mail is on its way if there is such an account. */
        post: operations["Password_requestReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The page that the link in the mail opens. */
        get: operations["Password_resetPage"];
        put?: never;
        /** The password is set; every session has ended. */
        post: operations["Password_reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Auth_session"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new session; one elsewhere has ended. */
        post: operations["Auth_signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The session has ended, if there was one. */
        post: operations["Auth_signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sign-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new account, signed in. */
        post: operations["Auth_signUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/verify-email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The page that the link in the mail opens. */
        get: operations["Account_verifyPage"];
        put?: never;
        /** The address is proven. */
        post: operations["Account_verifyEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where something is on. */
        get: operations["Programme_cities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conflicts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The newest payments first.
         * @description For the roles administrator.
         */
        get: operations["Conflicts_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conflicts/{paymentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description For the roles administrator. */
        get: operations["Conflicts_find"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conflicts/{paymentId}/closing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * It was seen to at the gateway by hand, as the note says, and is in no book any more.
         * @description For the roles administrator.
         */
        post: operations["Conflicts_close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/conflicts/{paymentId}/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * All that is left of it is on its way back by the gateway that took it: `returned` when it is there, `refused` where the gateway would not; then it can be tried again.
         * @description For the roles administrator.
         */
        post: operations["Conflicts_giveBack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Newest first. Means of payment and who the buyer is are left out of the payload.
         * @description For the roles administrator.
         */
        get: operations["DeadLetters_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/{deadLetterId}/closing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Nothing is to be done about it any more.
         * @description For the roles administrator.
         */
        post: operations["DeadLetters_close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/dead-letters/{deadLetterId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * It is delivered to its consumer again within seconds, and counts once however often that is asked for.
         * @description For the roles administrator.
         */
        post: operations["DeadLetters_replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** By date; `nextCursor` is absent on the last page. */
        get: operations["Programme_list"];
        put?: never;
        /**
         * A draft.
         * @description For the roles organiser, administrator.
         */
        post: operations["Event_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Programme_event"];
        put?: never;
        post?: never;
        /**
         * Drafts only; what was published is cancelled or closed.
         * @description For the roles organiser, administrator.
         */
        delete: operations["Event_retire"];
        options?: never;
        head?: never;
        /** @description For the roles organiser, administrator. */
        patch: operations["Event_edit"];
        trace?: never;
    };
    "/api/v1/events/{eventId}/admissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The admission; a repeat by its owner gives the same one. */
        post: operations["WaitingRoom_claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is free by category, at most a second old. Places that the line has promised are not counted in the event's sum. */
        get: operations["Inventory_availability"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Final.
         * @description For the roles organiser, administrator.
         */
        post: operations["Event_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ends the sale. Final.
         * @description For the roles organiser, administrator.
         */
        post: operations["Event_close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}/disputes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Orders whose money the payer's bank wants back or has taken, the newest first. The tickets of lost ones are void; their places are not sold again by themselves.
         * @description For the roles organiser, administrator.
         */
        get: operations["Refunds_disputed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The places are held for this buyer, all or none. */
        post: operations["Holds_hold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}/line": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description For the roles organiser, administrator. */
        get: operations["WaitingRoom_look"];
        put?: never;
        /** The place: a fresh one, or the one that this device or user already has. */
        post: operations["WaitingRoom_join"];
        delete: operations["WaitingRoom_leave"];
        options?: never;
        head?: never;
        /**
         * Limits, pauses or resumes the calls; or names the public value that the draw waits for.
         * @description For the roles organiser, administrator.
         */
        patch: operations["WaitingRoom_change"];
        trace?: never;
    };
    "/api/v1/events/{eventId}/line/challenge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A proof of work for this device; its solution goes into the join. */
        get: operations["WaitingRoom_challenge"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}/line/draw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is needed to recompute the draw; the secret, the public value and the seed only after it. */
        get: operations["WaitingRoom_draw"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}/line/draw/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The drawn entries in the order of their numbers. */
        get: operations["WaitingRoom_entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}/line/place": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** How the place stands. Whose place has ended is told so and gets no other: only a join gives one. */
        post: operations["WaitingRoom_place"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}/maintenance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that can be edited, with the version an edit must name.
         * @description For the roles organiser, administrator.
         */
        get: operations["Event_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}/pinned-suggestions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** @description For the roles organiser, administrator. */
        put: operations["Event_pin"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}/postpone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The sale rests until the event is published again.
         * @description For the roles organiser, administrator.
         */
        post: operations["Event_postpone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}/products": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description For the roles organiser, administrator. */
        post: operations["Offer_addProduct"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * On sale from `saleStartsAt`; 422 names everything that is missing.
         * @description For the roles organiser, administrator.
         */
        post: operations["Event_publish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}/refund-operation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far everybody of a cancelled event has their money back.
         * @description For the roles organiser, administrator.
         */
        get: operations["Refunds_operation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}/rehearsal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the rehearsal stands.
         * @description For the roles organiser, administrator.
         */
        get: operations["Rehearsal_facts"];
        put?: never;
        post?: never;
        /**
         * The event is closed, its accounts are signed out for good and go within minutes. May be repeated.
         * @description For the roles organiser, administrator.
         */
        delete: operations["Rehearsal_end"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}/rehearsal/fans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * New throw-away accounts, signed in; their tokens are seen only here. They can do nothing but buy in this event.
         * @description For the roles organiser, administrator.
         */
        post: operations["Rehearsal_makeFans"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}/seat-map": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Areas, categories and sections; the seats and their states are told by `/events/{eventId}/seats`. */
        get: operations["Programme_drawing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}/seats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole seat map, or with `since` what has changed after that version. */
        get: operations["Inventory_seats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}/seats/block": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Keeps free places back from the sale, all of them or none.
         * @description For the roles organiser, administrator.
         */
        post: operations["Inventory_block"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}/seats/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Server-sent events `seats`, at most one a second, each a delta as in `GET /events/{eventId}/seats?since=`; the same bytes for all. */
        get: operations["Inventory_watch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}/seats/unblock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Puts blocked places on sale again.
         * @description For the roles organiser, administrator.
         */
        post: operations["Inventory_unblock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}/serving": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same bytes for everybody. */
        get: operations["WaitingRoom_serving"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}/suggestions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the organiser pinned, then what was bought together. */
        get: operations["Programme_suggestions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{eventId}/ticket-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description For the roles organiser, administrator. */
        post: operations["Offer_addTicketType"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fees": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Each rule with its organiser; last the one without, for all who have none of their own. Without any rule nothing is kept.
         * @description For the roles administrator.
         */
        get: operations["FeeRules_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fees/default": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Holds for payments asked for from now on, by organisers without a rule of their own.
         * @description For the roles administrator.
         */
        put: operations["FeeRules_putDefault"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fees/organisers/{organiserId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Holds for payments asked for from now on.
         * @description For the roles administrator.
         */
        put: operations["FeeRules_put"];
        post?: never;
        /**
         * The organiser pays what all pay.
         * @description For the roles administrator.
         */
        delete: operations["FeeRules_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gateways": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Breaker, health and calls as the process that answers sees them; the rest is of all.
         * @description For the roles administrator.
         */
        get: operations["Gateways_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gateways/{gateway}/differences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Newest first.
         * @description For the roles administrator.
         */
        get: operations["Gateways_page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gateways/{gateway}/differences/{differenceId}/closing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A person has seen to it. It opens again only if the books come to say something else.
         * @description For the roles administrator.
         */
        post: operations["Gateways_close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gateways/{gateway}/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Everything in it is durable. */
        post: operations["Payments_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gateways/{gateway}/webhooks/{secret}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What it named was asked about, and all of it is durable. */
        post: operations["Payments_webhookOfSecretAddress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gateways/{gateway}/webhooks/{secret}/pix": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What it named was asked about, and all of it is durable. */
        post: operations["Payments_pixWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** It can sell; the state of every part. */
        get: operations["State_health_2"];
        put?: never;
        /** It can sell; the state of every part. */
        post: operations["State_postedHealth_2"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/holds/{holdId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Holds_one"];
        put?: never;
        post?: never;
        delete: operations["Holds_release"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The accounts of a kind, by owner.
         * @description For the roles administrator.
         */
        get: operations["Statements_accounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger/accounts/{accountId}/statement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The balance before and after, the days with their sums, and the movements, oldest first, page by page. With `Accept: text/csv` all of it as one CSV file.
         * @description For the roles administrator.
         */
        get: operations["Statements_any"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger/gateways/{gateway}/payouts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the gateway still owes, and its payouts, newest first, page by page. With `Accept: text/csv` all of them as one CSV file.
         * @description For the roles administrator.
         */
        get: operations["GatewayPayouts_list"];
        put?: never;
        /**
         * Booked: the gateway owes `gross` less. Never more than it owes.
         * @description For the roles administrator.
         */
        post: operations["GatewayPayouts_record"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger/gateways/{gateway}/payouts/{payoutId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description For the roles administrator. */
        get: operations["GatewayPayouts_find"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger/gateways/{gateway}/payouts/{payoutId}/reversal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What was entered wrongly is booked back, whole; enter the right one then, under the same reference.
         * @description For the roles administrator.
         */
        post: operations["GatewayPayouts_reverse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Account_me"];
        put?: never;
        post?: never;
        /** The account is gone, with its sessions, and its owner is told so by mail; what law wants kept stays without the person. The browser or app is a new device from now on (`X-Device`). Refused while something is being paid, refunded or disputed or was tried within two days, while there are tickets of shows to come, and where money would be lost. */
        delete: operations["Privacy_delete"];
        options?: never;
        head?: never;
        patch: operations["Account_change"];
        trace?: never;
    };
    "/api/v1/me/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that is kept about whoever asks: a list a kind, as one JSON document, for who has signed in within ten minutes. Twice a minute at most. */
        get: operations["Privacy_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The password is changed; the session stays. */
        post: operations["Password_change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Another mail with a link is on its way. */
        post: operations["Account_requestVerification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Orders_list"];
        put?: never;
        /** The outcome is there, or the PIX code is. */
        post: operations["Orders_place"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{orderId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Orders_one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{orderId}/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who bought by card or Pix, from where and for whom, kept for disputes after the buyer's account was deleted. Whoever reads it stands in the audit log.
         * @description For the roles administrator.
         */
        get: operations["Evidence_find"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{orderId}/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Another try at paying after a decline, while the places are held. */
        post: operations["Orders_pay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{orderId}/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** For the buyer, the organiser and administrators; oldest first. */
        get: operations["Refunds_list"];
        put?: never;
        /**
         * The money is back.
         * @description For the roles organiser, administrator.
         */
        post: operations["Refunds_ask"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{orderId}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Server-sent events `order`: the order as it stands, again at every change. */
        get: operations["Orders_stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{orderId}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The buyer has withdrawn and the money is back. */
        post: operations["Refunds_withdraw"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Those one is a member of; all of them for administrators.
         * @description For the roles organiser, administrator.
         */
        get: operations["Organiser_list"];
        put?: never;
        /** @description For the roles administrator. */
        post: operations["Organiser_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisers/{organiserId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** @description For the roles administrator. */
        delete: operations["Organiser_retire"];
        options?: never;
        head?: never;
        /** @description For the roles organiser, administrator. */
        patch: operations["Organiser_edit"];
        trace?: never;
    };
    "/api/v1/organisers/{organiserId}/balance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is owed, event by event, since the last settlement; below zero where more was refunded than sold since. `available` can be paid out now.
         * @description For the roles organiser, administrator.
         */
        get: operations["OrganiserAccount_balance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisers/{organiserId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Drafts included, newest first.
         * @description For the roles organiser, administrator.
         */
        get: operations["Event_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisers/{organiserId}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description For the roles organiser, administrator. */
        get: operations["Organiser_members"];
        put?: never;
        /**
         * The user needs the role of an organiser too, which administrators give.
         * @description For the roles organiser, administrator.
         */
        post: operations["Organiser_addMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisers/{organiserId}/members/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** @description For the roles organiser, administrator. */
        delete: operations["Organiser_removeMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisers/{organiserId}/settlements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Newest first.
         * @description For the roles organiser, administrator.
         */
        get: operations["OrganiserAccount_list"];
        put?: never;
        /**
         * Written down as paid: make the bank transfer with it. Never more than is available.
         * @description For the roles administrator.
         */
        post: operations["OrganiserAccount_settle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisers/{organiserId}/settlements/{settlementId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * With its lines, one for each event.
         * @description For the roles organiser, administrator.
         */
        get: operations["OrganiserAccount_find"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/organisers/{organiserId}/statement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The balance before and after, the days with their sums, and the movements, oldest first, page by page. With `Accept: text/csv` all of it as one CSV file.
         * @description For the roles organiser, administrator.
         */
        get: operations["Statements_organisers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payees": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Those that may be paid, by name. */
        get: operations["Payees_list"];
        put?: never;
        /** @description For the roles administrator. */
        post: operations["Payees_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payees/all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The retired ones, too.
         * @description For the roles administrator.
         */
        get: operations["Payees_all"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payees/{payeeId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Nobody pays it from now on.
         * @description For the roles administrator.
         */
        delete: operations["Payees_retire"];
        options?: never;
        head?: never;
        /** @description For the roles administrator. */
        patch: operations["Payees_edit"];
        trace?: never;
    };
    "/api/v1/payment-methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** In the order in which to offer them; of the fields for a card, the first is the best one now. */
        get: operations["PaymentMethods_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decided, or its PIX code is there. */
        post: operations["Payments_pay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{paymentId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Payments_find"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{paymentId}/pix.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The PIX code as a QR code, while it can be paid. */
        get: operations["Payments_pixPicture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/payments/{paymentId}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** For the payer, the organiser who was paid, and administrators; in the payer's language. */
        get: operations["Payments_receipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/pictures/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The picture. */
        get: operations["Programme_picture"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/products/{productId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** @description For the roles organiser, administrator. */
        delete: operations["Offer_retireProduct"];
        options?: never;
        head?: never;
        /** @description For the roles organiser, administrator. */
        patch: operations["Offer_editProduct"];
        trace?: never;
    };
    "/api/v1/refunds/refused": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Those that no gateway would do and that wait for a person, oldest first.
         * @description For the roles administrator.
         */
        get: operations["Refunds_refused"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/refunds/{refundId}/tries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tried again now, to another destination where one is named.
         * @description For the roles organiser, administrator.
         */
        post: operations["Refunds_tryAgain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/seat-maps/{seatMapId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description For the roles organiser, administrator. */
        get: operations["Venue_seatMap"];
        put?: never;
        post?: never;
        /** @description For the roles organiser, administrator. */
        delete: operations["Venue_retireSeatMap"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ticket-types/{ticketTypeId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** @description For the roles organiser, administrator. */
        delete: operations["Offer_retireTicketType"];
        options?: never;
        head?: never;
        /**
         * What is already held keeps its price.
         * @description For the roles organiser, administrator.
         */
        patch: operations["Offer_editTicketType"];
        trace?: never;
    };
    "/api/v1/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest first. */
        get: operations["Tickets_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The public keys that a door checks ticket codes with (RFC 7517). */
        get: operations["Tickets_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticketId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Tickets_one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticketId}.pdf": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The page to print. */
        get: operations["Tickets_pdf"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticketId}.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The QR code. */
        get: operations["Tickets_svg"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Newest first; `search` is the beginning of an e-mail or a name.
         * @description For the roles administrator.
         */
        get: operations["Users_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description For the roles administrator. */
        get: operations["Users_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Suspending ends the sessions at once.
         * @description For the roles administrator.
         */
        patch: operations["Users_administer"];
        trace?: never;
    };
    "/api/v1/venues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description For the roles organiser, administrator. */
        get: operations["Venue_list"];
        put?: never;
        /** @description For the roles organiser, administrator. */
        post: operations["Venue_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/venues/{venueId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A venue where something was announced. */
        get: operations["Programme_venue"];
        put?: never;
        post?: never;
        /** @description For the roles organiser, administrator. */
        delete: operations["Venue_retire"];
        options?: never;
        head?: never;
        /** @description For the roles organiser, administrator. */
        patch: operations["Venue_edit"];
        trace?: never;
    };
    "/api/v1/venues/{venueId}/seat-maps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description For the roles organiser, administrator. */
        get: operations["Venue_seatMaps"];
        put?: never;
        /**
         * The whole plan was imported; with a mistake nothing is, and 422 names every one by path or line.
         * @description For the roles organiser, administrator.
         */
        post: operations["Venue_importSeatMap"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wallet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Wallet_balance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wallet/statement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The balance before and after, the days with their sums, and the movements, oldest first, page by page. With `Accept: text/csv` all of it as one CSV file. */
        get: operations["Statements_mine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wallet/top-ups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decided, or its PIX code is there. */
        post: operations["Wallet_topUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/wallet/transfers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["Wallet_transfers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** It can sell; the state of every part. */
        get: operations["State_health"];
        put?: never;
        /** It can sell; the state of every part. */
        post: operations["State_postedHealth"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The newest first; a page for people, JSON for programs that ask for it. */
        get: operations["Mailbox_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailbox/{mailId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One mail; a page for people, JSON for programs that ask for it. */
        get: operations["Mailbox_one"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailbox/{mailId}/attachments/{index}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An attached file. */
        get: operations["Mailbox_attachment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/mailbox/{mailId}/letter": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The letter as its reader sees it. */
        get: operations["Mailbox_letter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description RFC 9457. Beside these members stands the failure's own data. */
        Problem: {
            /** @example urn:catraca:problem:inventory.seat_taken */
            type: string;
            /** @description One sentence for people. */
            title: string;
            status: number;
            /**
             * @description Stable; what programs branch on.
             * @example inventory.seat_taken
             */
            code: string;
            requestId?: string;
        };
    };
    responses: {
        /** @description `platform.invalid_request`: `problems` names each place and what is wrong there. */
        InvalidRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `platform.not_signed_in`, or a token that is refused. */
        NotSignedIn: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `platform.not_allowed`: the account's role may not do this. */
        NotAllowed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is nothing of that id, or it is another's. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Any other refusal, by its `code`. */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    Programme_artists: {
        parameters: {
            query?: {
                limit?: number;
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            name: string;
                            events: number;
                        }[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            default: components["responses"]["Problem"];
        };
    };
    Audit_list: {
        parameters: {
            query?: {
                action?: string;
                actor?: string;
                cursor?: number;
                from?: string;
                limit?: number;
                target?: string;
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            sequence: number;
                            /** Format: date-time */
                            occurredAt: string;
                            actor: string;
                            action: string;
                            target: string;
                            data: {
                                [key: string]: unknown;
                            };
                            personal: {
                                [key: string]: unknown;
                            } | null;
                            hash: string;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Problem"];
        };
    };
    Audit_verify: {
        parameters: {
            query?: {
                from?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Up to 10,000 entries from `from` on, recomputed; `nextFrom` where there are more. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        from: number;
                        to: number;
                        intact: boolean;
                        flaws: {
                            sequence: number;
                            flaw: string;
                        }[];
                        head: {
                            sequence: number;
                            hash: string;
                        };
                        nextFrom?: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Problem"];
        };
    };
    Audit_forget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was kept of a person beside the chain is deleted; the chain stays whole. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        entries: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    External_begin: {
        parameters: {
            query?: {
                return?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description To the third party, and from there back to `return`, a page of this site. 404 identity.third_party_not_configured where there is none. */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            default: components["responses"]["Problem"];
        };
    };
    External_callback: {
        parameters: {
            query?: never;
            header?: {
                /** @description For clients without cookies: what an earlier answer said in `X-Device`. */
                "X-Device"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Back to where the browser was going, signed in; a browser that is refused, to the page for signing in. */
            302: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            default: components["responses"]["Problem"];
        };
    };
    Password_requestReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                };
            };
        };
        responses: {
            /** @description A mail is on its way if there is such an account. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            default: components["responses"]["Problem"];
        };
    };
    Password_resetPage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page that the link in the mail opens. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    Password_reset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description The password is set; every session has ended. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            default: components["responses"]["Problem"];
        };
    };
    Auth_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user: {
                            /** Format: uuid */
                            id: string;
                            email: string;
                            name: string;
                            /** @enum {string} */
                            role: "fan" | "door" | "organiser" | "administrator";
                            /** @enum {string} */
                            language: "pt-BR" | "es" | "en";
                            /** Format: date-time */
                            verifiedAt: string | null;
                            /** Format: date-time */
                            createdAt: string;
                        };
                        session: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            deviceId: string;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            expiresAt: string;
                            address: string | null;
                            userAgent: string | null;
                        };
                        /** @description The session that the same account had before, for as long as it is remembered: 90 days. */
                        previous: {
                            address: string | null;
                            userAgent: string | null;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            endedAt: string;
                            /**
                             * @description Null: it expired.
                             * @enum {string|null}
                             */
                            endedBecause: "signed_out" | "signed_in_elsewhere" | "device_taken_over" | "suspended" | "password_changed" | null;
                        } | null;
                    };
                };
            };
            401: components["responses"]["NotSignedIn"];
            default: components["responses"]["Problem"];
        };
    };
    Auth_signIn: {
        parameters: {
            query?: {
                transport?: "cookie" | "token";
            };
            header?: {
                /** @description For clients without cookies: what an earlier answer said in `X-Device`. */
                "X-Device"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description A new session; one elsewhere has ended. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user: {
                            /** Format: uuid */
                            id: string;
                            email: string;
                            name: string;
                            /** @enum {string} */
                            role: "fan" | "door" | "organiser" | "administrator";
                            /** @enum {string} */
                            language: "pt-BR" | "es" | "en";
                            /** Format: date-time */
                            verifiedAt: string | null;
                            /** Format: date-time */
                            createdAt: string;
                        };
                        token?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            default: components["responses"]["Problem"];
        };
    };
    Auth_signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The session has ended, if there was one. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            default: components["responses"]["Problem"];
        };
    };
    Auth_signUp: {
        parameters: {
            query?: {
                transport?: "cookie" | "token";
            };
            header?: {
                /** @description For clients without cookies: what an earlier answer said in `X-Device`. */
                "X-Device"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    email: string;
                    password: string;
                    /** @enum {string} */
                    language?: "pt-BR" | "es" | "en";
                };
            };
        };
        responses: {
            /** @description A new account, signed in. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user: {
                            /** Format: uuid */
                            id: string;
                            email: string;
                            name: string;
                            /** @enum {string} */
                            role: "fan" | "door" | "organiser" | "administrator";
                            /** @enum {string} */
                            language: "pt-BR" | "es" | "en";
                            /** Format: date-time */
                            verifiedAt: string | null;
                            /** Format: date-time */
                            createdAt: string;
                        };
                        token?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            default: components["responses"]["Problem"];
        };
    };
    Account_verifyPage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page that the link in the mail opens. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": unknown;
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    Account_verifyEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    token: string;
                };
            };
        };
        responses: {
            /** @description The address is proven. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            default: components["responses"]["Problem"];
        };
    };
    Programme_cities: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where something is on. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            name: string;
                            events: number;
                        }[];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    Conflicts_list: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                state?: "open" | "returning" | "refused" | "returned" | "closed" | "taken_back";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest payments first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            paymentId: string;
                            purpose: {
                                /** @enum {string} */
                                kind: "order" | "top_up" | "service";
                                /** Format: uuid */
                                id: string;
                            };
                            /** Format: uuid */
                            payerId: string;
                            /** @enum {string} */
                            method: "card" | "pix" | "wallet";
                            description: string;
                            gateway: string;
                            /** Format: uuid */
                            attemptId: string;
                            asked: {
                                amountCents: number;
                                currency: string;
                            };
                            taken: {
                                amountCents: number;
                                currency: string;
                            };
                            left: {
                                amountCents: number;
                                currency: string;
                            };
                            /** @description Whether the ledger has it, in suspense; it has nothing of what was taken in another currency. */
                            booked: boolean;
                            sandbox: boolean;
                            /** @enum {string} */
                            state: "open" | "returning" | "refused" | "returned" | "closed" | "taken_back";
                            /** @description What the payer's bank wants of it: until that is decided nobody else can decide. */
                            disputed?: {
                                amountCents: number;
                                currency: string;
                            };
                            /** Format: uuid */
                            refundId: string | null;
                            /** Format: uuid */
                            decidedBy: string | null;
                            note: string | null;
                            /** Format: date-time */
                            arisenAt: string;
                            /** Format: date-time */
                            settledAt: string | null;
                        }[];
                        /** Format: uuid */
                        nextCursor?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Problem"];
        };
    };
    Conflicts_find: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                paymentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        paymentId: string;
                        purpose: {
                            /** @enum {string} */
                            kind: "order" | "top_up" | "service";
                            /** Format: uuid */
                            id: string;
                        };
                        /** Format: uuid */
                        payerId: string;
                        /** @enum {string} */
                        method: "card" | "pix" | "wallet";
                        description: string;
                        gateway: string;
                        /** Format: uuid */
                        attemptId: string;
                        asked: {
                            amountCents: number;
                            currency: string;
                        };
                        taken: {
                            amountCents: number;
                            currency: string;
                        };
                        left: {
                            amountCents: number;
                            currency: string;
                        };
                        /** @description Whether the ledger has it, in suspense; it has nothing of what was taken in another currency. */
                        booked: boolean;
                        sandbox: boolean;
                        /** @enum {string} */
                        state: "open" | "returning" | "refused" | "returned" | "closed" | "taken_back";
                        /** @description What the payer's bank wants of it: until that is decided nobody else can decide. */
                        disputed?: {
                            amountCents: number;
                            currency: string;
                        };
                        /** Format: uuid */
                        refundId: string | null;
                        /** Format: uuid */
                        decidedBy: string | null;
                        note: string | null;
                        /** Format: date-time */
                        arisenAt: string;
                        /** Format: date-time */
                        settledAt: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Conflicts_close: {
        parameters: {
            query?: never;
            header: {
                /** @description Kept for ever. */
                "Idempotency-Key": string;
            };
            path: {
                paymentId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    note: string;
                };
            };
        };
        responses: {
            /** @description It was seen to at the gateway by hand, as the note says, and is in no book any more. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        paymentId: string;
                        purpose: {
                            /** @enum {string} */
                            kind: "order" | "top_up" | "service";
                            /** Format: uuid */
                            id: string;
                        };
                        /** Format: uuid */
                        payerId: string;
                        /** @enum {string} */
                        method: "card" | "pix" | "wallet";
                        description: string;
                        gateway: string;
                        /** Format: uuid */
                        attemptId: string;
                        asked: {
                            amountCents: number;
                            currency: string;
                        };
                        taken: {
                            amountCents: number;
                            currency: string;
                        };
                        left: {
                            amountCents: number;
                            currency: string;
                        };
                        /** @description Whether the ledger has it, in suspense; it has nothing of what was taken in another currency. */
                        booked: boolean;
                        sandbox: boolean;
                        /** @enum {string} */
                        state: "open" | "returning" | "refused" | "returned" | "closed" | "taken_back";
                        /** @description What the payer's bank wants of it: until that is decided nobody else can decide. */
                        disputed?: {
                            amountCents: number;
                            currency: string;
                        };
                        /** Format: uuid */
                        refundId: string | null;
                        /** Format: uuid */
                        decidedBy: string | null;
                        note: string | null;
                        /** Format: date-time */
                        arisenAt: string;
                        /** Format: date-time */
                        settledAt: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Conflicts_giveBack: {
        parameters: {
            query?: never;
            header: {
                /** @description Kept for ever. */
                "Idempotency-Key": string;
            };
            path: {
                paymentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All that is left of it is on its way back by the gateway that took it: `returned` when it is there, `refused` where the gateway would not; then it can be tried again. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        paymentId: string;
                        purpose: {
                            /** @enum {string} */
                            kind: "order" | "top_up" | "service";
                            /** Format: uuid */
                            id: string;
                        };
                        /** Format: uuid */
                        payerId: string;
                        /** @enum {string} */
                        method: "card" | "pix" | "wallet";
                        description: string;
                        gateway: string;
                        /** Format: uuid */
                        attemptId: string;
                        asked: {
                            amountCents: number;
                            currency: string;
                        };
                        taken: {
                            amountCents: number;
                            currency: string;
                        };
                        left: {
                            amountCents: number;
                            currency: string;
                        };
                        /** @description Whether the ledger has it, in suspense; it has nothing of what was taken in another currency. */
                        booked: boolean;
                        sandbox: boolean;
                        /** @enum {string} */
                        state: "open" | "returning" | "refused" | "returned" | "closed" | "taken_back";
                        /** @description What the payer's bank wants of it: until that is decided nobody else can decide. */
                        disputed?: {
                            amountCents: number;
                            currency: string;
                        };
                        /** Format: uuid */
                        refundId: string | null;
                        /** Format: uuid */
                        decidedBy: string | null;
                        note: string | null;
                        /** Format: date-time */
                        arisenAt: string;
                        /** Format: date-time */
                        settledAt: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    DeadLetters_list: {
        parameters: {
            query?: {
                consumer?: string;
                cursor?: number;
                limit?: number;
                state?: "dead" | "replaying" | "replayed" | "closed";
                type?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. Means of payment and who the buyer is are left out of the payload. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: number;
                            consumer: string;
                            /** Format: uuid */
                            messageId: string;
                            type: string;
                            version: number;
                            key: string;
                            payload: unknown;
                            requestId: string | null;
                            /** Format: date-time */
                            occurredAt: string;
                            /** Format: date-time */
                            failedAt: string;
                            error: string;
                            /** @enum {string} */
                            state: "dead" | "replaying" | "replayed" | "closed";
                            replays: number;
                            /** Format: date-time */
                            settledAt: string | null;
                            note: string | null;
                            /** Format: uuid */
                            settledBy: string | null;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Problem"];
        };
    };
    DeadLetters_close: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                deadLetterId: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    note: string;
                };
            };
        };
        responses: {
            /** @description Nothing is to be done about it any more. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        consumer: string;
                        /** Format: uuid */
                        messageId: string;
                        type: string;
                        version: number;
                        key: string;
                        payload: unknown;
                        requestId: string | null;
                        /** Format: date-time */
                        occurredAt: string;
                        /** Format: date-time */
                        failedAt: string;
                        error: string;
                        /** @enum {string} */
                        state: "dead" | "replaying" | "replayed" | "closed";
                        replays: number;
                        /** Format: date-time */
                        settledAt: string | null;
                        note: string | null;
                        /** Format: uuid */
                        settledBy: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    DeadLetters_replay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                deadLetterId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is delivered to its consumer again within seconds, and counts once however often that is asked for. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: number;
                        consumer: string;
                        /** Format: uuid */
                        messageId: string;
                        type: string;
                        version: number;
                        key: string;
                        payload: unknown;
                        requestId: string | null;
                        /** Format: date-time */
                        occurredAt: string;
                        /** Format: date-time */
                        failedAt: string;
                        error: string;
                        /** @enum {string} */
                        state: "dead" | "replaying" | "replayed" | "closed";
                        replays: number;
                        /** Format: date-time */
                        settledAt: string | null;
                        note: string | null;
                        /** Format: uuid */
                        settledBy: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Programme_list: {
        parameters: {
            query?: {
                /** @description The whole name, as `GET /artists` gives it. */
                artist?: string;
                city?: string;
                cursor?: string;
                /** @description Defaults to now less a day: what is on is listed. */
                from?: string;
                kind?: "concert" | "festival" | "theatre" | "comedy" | "dance" | "sport" | "family" | "other";
                limit?: number;
                /** @description Words, or beginnings of words, of title, artists, venue and city. */
                search?: string;
                to?: string;
                venueId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By date; `nextCursor` is absent on the last page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            title: string;
                            artists: string[];
                            kind: string;
                            pictures: {
                                url: string;
                                alt: string;
                            }[];
                            /** Format: date-time */
                            startsAt: string;
                            /** Format: uuid */
                            venueId: string;
                            venueName: string;
                            city: string;
                            timezone: string;
                            /** @enum {string} */
                            state: "published" | "postponed" | "cancelled" | "closed";
                            /** Format: date-time */
                            saleStartsAt: string;
                            /** @enum {string} */
                            saleState: "scheduled" | "lottery" | "open" | "paused" | "sold_out" | "closed";
                            remaining: number | null;
                            lineRequired: boolean;
                            priceFrom: {
                                amountCents: number;
                                /** @enum {string} */
                                currency: "BRL";
                            } | null;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            default: components["responses"]["Problem"];
        };
    };
    Event_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    venueId: string;
                    /** Format: uuid */
                    seatMapId?: string | null;
                    standing?: {
                        name: string;
                        capacity: number;
                    }[];
                    title: string;
                    artists?: string[];
                    /** @enum {string} */
                    kind?: "concert" | "festival" | "theatre" | "comedy" | "dance" | "sport" | "family" | "other";
                    description?: string;
                    pictures?: {
                        url: string;
                        alt: string;
                    }[];
                    /** Format: date-time */
                    startsAt?: string | null;
                    /** Format: date-time */
                    doorsAt?: string | null;
                    /** Format: date-time */
                    saleStartsAt?: string | null;
                    /** Format: date-time */
                    saleEndsAt?: string | null;
                    lineRequired?: boolean;
                    drawAtOpening?: boolean;
                    publicDrawValueName?: string | null;
                    verifiedAccountRequired?: boolean;
                    challengeRequired?: boolean;
                    sessionTicketLimit?: number;
                    buyerTicketLimit?: number;
                    claimSeconds?: number;
                    admissionSeconds?: number;
                    holdSeconds?: number;
                    paymentWindowSeconds?: number;
                    graceSeconds?: number;
                    withdrawalDays?: number;
                    withdrawalHoursBefore?: number;
                    /** Format: uuid */
                    organiserId: string;
                    rehearsal?: boolean;
                };
            };
        };
        responses: {
            /** @description A draft. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        organiserId: string;
                        /** @enum {string} */
                        state: "draft" | "published" | "postponed" | "cancelled" | "closed";
                        /** Format: uuid */
                        venueId: string;
                        /** Format: uuid */
                        seatMapId: string | null;
                        standing: {
                            name: string;
                            capacity: number;
                        }[];
                        title: string;
                        artists: string[];
                        kind: string;
                        description: string;
                        pictures: {
                            url: string;
                            alt: string;
                        }[];
                        /** Format: date-time */
                        startsAt: string | null;
                        /** Format: date-time */
                        doorsAt: string | null;
                        /** Format: date-time */
                        saleStartsAt: string | null;
                        /** Format: date-time */
                        saleEndsAt: string | null;
                        lineRequired: boolean;
                        drawAtOpening: boolean;
                        publicDrawValueName: string | null;
                        verifiedAccountRequired: boolean;
                        challengeRequired: boolean;
                        sessionTicketLimit: number;
                        buyerTicketLimit: number;
                        claimSeconds: number;
                        admissionSeconds: number;
                        holdSeconds: number;
                        paymentWindowSeconds: number;
                        graceSeconds: number;
                        withdrawalDays: number;
                        withdrawalHoursBefore: number;
                        rehearsal: boolean;
                        capacity: number;
                        /** Format: date-time */
                        publishedAt: string | null;
                        version: number;
                        ticketTypes: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            eventId: string;
                            name: string;
                            category: string;
                            /** @enum {string} */
                            kind: "seated" | "standing";
                            price: {
                                amountCents: number;
                                /** @enum {string} */
                                currency: "BRL";
                            };
                            halfPrice: boolean;
                            proofRequired: boolean;
                            holderRequired: boolean;
                            version: number;
                        }[];
                        products: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            eventId: string;
                            name: string;
                            description: string;
                            price: {
                                amountCents: number;
                                /** @enum {string} */
                                currency: "BRL";
                            };
                            maxPerOrder: number | null;
                            stock: number | null;
                            taken: number;
                            version: number;
                        }[];
                        pinnedSuggestions: string[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Problem"];
        };
    };
    Programme_event: {
        parameters: {
            query?: never;
            header?: {
                /** @description Who shows an admission is answered even under load. */
                "X-Admission"?: string;
            };
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        title: string;
                        artists: string[];
                        kind: string;
                        pictures: {
                            url: string;
                            alt: string;
                        }[];
                        /** Format: date-time */
                        startsAt: string;
                        /** Format: uuid */
                        venueId: string;
                        venueName: string;
                        city: string;
                        timezone: string;
                        /** @enum {string} */
                        state: "published" | "postponed" | "cancelled" | "closed";
                        /** Format: date-time */
                        saleStartsAt: string;
                        /** @enum {string} */
                        saleState: "scheduled" | "lottery" | "open" | "paused" | "sold_out" | "closed";
                        remaining: number | null;
                        lineRequired: boolean;
                        priceFrom: {
                            amountCents: number;
                            /** @enum {string} */
                            currency: "BRL";
                        } | null;
                        organiser: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        };
                        address: string;
                        description: string;
                        /** Format: date-time */
                        doorsAt: string | null;
                        /** Format: date-time */
                        saleEndsAt: string | null;
                        drawAtOpening: boolean;
                        publicDrawValueName: string | null;
                        verifiedAccountRequired: boolean;
                        challengeRequired: boolean;
                        sessionTicketLimit: number;
                        buyerTicketLimit: number;
                        /** @description For how long somebody who is called in the line may answer. */
                        claimSeconds: number;
                        /** @description For how long somebody who has answered may choose. */
                        admissionSeconds: number;
                        holdSeconds: number;
                        paymentWindowSeconds: number;
                        /** @description For how many days after the purchase the buyer may withdraw; 0: not at all. */
                        withdrawalDays: number;
                        /** @description How many hours before the event that ends in any case. */
                        withdrawalHoursBefore: number;
                        rehearsal: boolean;
                        capacity: number;
                        /** Format: uuid */
                        seatMapId: string | null;
                        ticketTypes: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            category: string;
                            /** @enum {string} */
                            kind: "seated" | "standing";
                            price: {
                                amountCents: number;
                                /** @enum {string} */
                                currency: "BRL";
                            };
                            halfPrice: boolean;
                            proofRequired: boolean;
                            holderRequired: boolean;
                        }[];
                        products: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            eventId: string;
                            name: string;
                            description: string;
                            price: {
                                amountCents: number;
                                /** @enum {string} */
                                currency: "BRL";
                            };
                            maxPerOrder: number | null;
                            left: number | null;
                        }[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Event_retire: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Drafts only; what was published is cancelled or closed. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Event_edit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    venueId?: string;
                    /** Format: uuid */
                    seatMapId?: string | null;
                    standing?: {
                        name: string;
                        capacity: number;
                    }[];
                    title?: string;
                    artists?: string[];
                    /** @enum {string} */
                    kind?: "concert" | "festival" | "theatre" | "comedy" | "dance" | "sport" | "family" | "other";
                    description?: string;
                    pictures?: {
                        url: string;
                        alt: string;
                    }[];
                    /** Format: date-time */
                    startsAt?: string | null;
                    /** Format: date-time */
                    doorsAt?: string | null;
                    /** Format: date-time */
                    saleStartsAt?: string | null;
                    /** Format: date-time */
                    saleEndsAt?: string | null;
                    lineRequired?: boolean;
                    drawAtOpening?: boolean;
                    publicDrawValueName?: string | null;
                    verifiedAccountRequired?: boolean;
                    challengeRequired?: boolean;
                    sessionTicketLimit?: number;
                    buyerTicketLimit?: number;
                    claimSeconds?: number;
                    admissionSeconds?: number;
                    holdSeconds?: number;
                    paymentWindowSeconds?: number;
                    graceSeconds?: number;
                    withdrawalDays?: number;
                    withdrawalHoursBefore?: number;
                    version: number;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        organiserId: string;
                        /** @enum {string} */
                        state: "draft" | "published" | "postponed" | "cancelled" | "closed";
                        /** Format: uuid */
                        venueId: string;
                        /** Format: uuid */
                        seatMapId: string | null;
                        standing: {
                            name: string;
                            capacity: number;
                        }[];
                        title: string;
                        artists: string[];
                        kind: string;
                        description: string;
                        pictures: {
                            url: string;
                            alt: string;
                        }[];
                        /** Format: date-time */
                        startsAt: string | null;
                        /** Format: date-time */
                        doorsAt: string | null;
                        /** Format: date-time */
                        saleStartsAt: string | null;
                        /** Format: date-time */
                        saleEndsAt: string | null;
                        lineRequired: boolean;
                        drawAtOpening: boolean;
                        publicDrawValueName: string | null;
                        verifiedAccountRequired: boolean;
                        challengeRequired: boolean;
                        sessionTicketLimit: number;
                        buyerTicketLimit: number;
                        claimSeconds: number;
                        admissionSeconds: number;
                        holdSeconds: number;
                        paymentWindowSeconds: number;
                        graceSeconds: number;
                        withdrawalDays: number;
                        withdrawalHoursBefore: number;
                        rehearsal: boolean;
                        capacity: number;
                        /** Format: date-time */
                        publishedAt: string | null;
                        version: number;
                        ticketTypes: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            eventId: string;
                            name: string;
                            category: string;
                            /** @enum {string} */
                            kind: "seated" | "standing";
                            price: {
                                amountCents: number;
                                /** @enum {string} */
                                currency: "BRL";
                            };
                            halfPrice: boolean;
                            proofRequired: boolean;
                            holderRequired: boolean;
                            version: number;
                        }[];
                        products: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            eventId: string;
                            name: string;
                            description: string;
                            price: {
                                amountCents: number;
                                /** @enum {string} */
                                currency: "BRL";
                            };
                            maxPerOrder: number | null;
                            stock: number | null;
                            taken: number;
                            version: number;
                        }[];
                        pinnedSuggestions: string[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    WaitingRoom_claim: {
        parameters: {
            query?: never;
            header?: {
                /** @description For clients without cookies: what an earlier answer said in `X-Device`. */
                "X-Device"?: string;
            };
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    lineToken: string;
                };
            };
        };
        responses: {
            /** @description The admission; a repeat by its owner gives the same one. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        admissionToken: string;
                        /** Format: date-time */
                        expiresAt: string;
                        ticketLimit: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Inventory_availability: {
        parameters: {
            query?: never;
            header?: {
                /** @description Who shows an admission is answered even under load. */
                "X-Admission"?: string;
            };
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is free by category, at most a second old. Places that the line has promised are not counted in the event's sum. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        eventId: string;
                        capacity: number;
                        free: number;
                        categories: {
                            name: string;
                            /** @enum {string} */
                            kind: "seated" | "standing";
                            capacity: number;
                            free: number;
                        }[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Event_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Final. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        organiserId: string;
                        /** @enum {string} */
                        state: "draft" | "published" | "postponed" | "cancelled" | "closed";
                        /** Format: uuid */
                        venueId: string;
                        /** Format: uuid */
                        seatMapId: string | null;
                        standing: {
                            name: string;
                            capacity: number;
                        }[];
                        title: string;
                        artists: string[];
                        kind: string;
                        description: string;
                        pictures: {
                            url: string;
                            alt: string;
                        }[];
                        /** Format: date-time */
                        startsAt: string | null;
                        /** Format: date-time */
                        doorsAt: string | null;
                        /** Format: date-time */
                        saleStartsAt: string | null;
                        /** Format: date-time */
                        saleEndsAt: string | null;
                        lineRequired: boolean;
                        drawAtOpening: boolean;
                        publicDrawValueName: string | null;
                        verifiedAccountRequired: boolean;
                        challengeRequired: boolean;
                        sessionTicketLimit: number;
                        buyerTicketLimit: number;
                        claimSeconds: number;
                        admissionSeconds: number;
                        holdSeconds: number;
                        paymentWindowSeconds: number;
                        graceSeconds: number;
                        withdrawalDays: number;
                        withdrawalHoursBefore: number;
                        rehearsal: boolean;
                        capacity: number;
                        /** Format: date-time */
                        publishedAt: string | null;
                        version: number;
                        ticketTypes: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            eventId: string;
                            name: string;
                            category: string;
                            /** @enum {string} */
                            kind: "seated" | "standing";
                            price: {
                                amountCents: number;
                                /** @enum {string} */
                                currency: "BRL";
                            };
                            halfPrice: boolean;
                            proofRequired: boolean;
                            holderRequired: boolean;
                            version: number;
                        }[];
                        products: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            eventId: string;
                            name: string;
                            description: string;
                            price: {
                                amountCents: number;
                                /** @enum {string} */
                                currency: "BRL";
                            };
                            maxPerOrder: number | null;
                            stock: number | null;
                            taken: number;
                            version: number;
                        }[];
                        pinnedSuggestions: string[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Event_close: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ends the sale. Final. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        organiserId: string;
                        /** @enum {string} */
                        state: "draft" | "published" | "postponed" | "cancelled" | "closed";
                        /** Format: uuid */
                        venueId: string;
                        /** Format: uuid */
                        seatMapId: string | null;
                        standing: {
                            name: string;
                            capacity: number;
                        }[];
                        title: string;
                        artists: string[];
                        kind: string;
                        description: string;
                        pictures: {
                            url: string;
                            alt: string;
                        }[];
                        /** Format: date-time */
                        startsAt: string | null;
                        /** Format: date-time */
                        doorsAt: string | null;
                        /** Format: date-time */
                        saleStartsAt: string | null;
                        /** Format: date-time */
                        saleEndsAt: string | null;
                        lineRequired: boolean;
                        drawAtOpening: boolean;
                        publicDrawValueName: string | null;
                        verifiedAccountRequired: boolean;
                        challengeRequired: boolean;
                        sessionTicketLimit: number;
                        buyerTicketLimit: number;
                        claimSeconds: number;
                        admissionSeconds: number;
                        holdSeconds: number;
                        paymentWindowSeconds: number;
                        graceSeconds: number;
                        withdrawalDays: number;
                        withdrawalHoursBefore: number;
                        rehearsal: boolean;
                        capacity: number;
                        /** Format: date-time */
                        publishedAt: string | null;
                        version: number;
                        ticketTypes: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            eventId: string;
                            name: string;
                            category: string;
                            /** @enum {string} */
                            kind: "seated" | "standing";
                            price: {
                                amountCents: number;
                                /** @enum {string} */
                                currency: "BRL";
                            };
                            halfPrice: boolean;
                            proofRequired: boolean;
                            holderRequired: boolean;
                            version: number;
                        }[];
                        products: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            eventId: string;
                            name: string;
                            description: string;
                            price: {
                                amountCents: number;
                                /** @enum {string} */
                                currency: "BRL";
                            };
                            maxPerOrder: number | null;
                            stock: number | null;
                            taken: number;
                            version: number;
                        }[];
                        pinnedSuggestions: string[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Refunds_disputed: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Orders whose money the payer's bank wants back or has taken, the newest first. The tickets of lost ones are void; their places are not sold again by themselves. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            orderId: string;
                            /** @enum {string} */
                            state: "opened" | "won" | "lost";
                            amount: {
                                amountCents: number;
                                currency: string;
                            };
                            /** Format: date-time */
                            openedAt: string;
                            /** Format: date-time */
                            settledAt?: string;
                        }[];
                        /** Format: uuid */
                        nextCursor?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Holds_hold: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body are the same hold, as it is by then. */
                "Idempotency-Key"?: string;
                /** @description The admission token, where the event has a line. */
                "X-Admission"?: string;
            };
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    seats: (string | {
                        /** Format: uuid */
                        seatId: string;
                        /** Format: uuid */
                        ticketTypeId: string;
                    })[];
                } | {
                    /** Format: uuid */
                    ticketTypeId: string;
                    quantity: number;
                    accessible?: boolean;
                };
            };
        };
        responses: {
            /** @description The places are held for this buyer, all or none. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        eventId: string;
                        /** @enum {string} */
                        state: "held" | "confirmed" | "released" | "expired";
                        /** Format: date-time */
                        expiresAt: string;
                        items: {
                            /** Format: uuid */
                            seatId?: string;
                            label: string;
                            /** Format: uuid */
                            ticketTypeId: string;
                            price: {
                                amountCents: number;
                                currency: string;
                            };
                        }[];
                        total: {
                            amountCents: number;
                            currency: string;
                        };
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    WaitingRoom_look: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        state: "scheduled" | "lottery" | "open" | "paused" | "sold_out" | "closed";
                        /** Format: date-time */
                        opensAt: string;
                        entries: number;
                        serving: number;
                        waiting: number;
                        calledPerMinute: number;
                        heldBack: boolean;
                        remaining: number;
                        ratePerMinuteMax: number | null;
                        admissionsMax: number | null;
                        paused: boolean;
                        publicValueName: string | null;
                        publicValue: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    WaitingRoom_join: {
        parameters: {
            query?: never;
            header?: {
                /** @description For clients without cookies: what an earlier answer said in `X-Device`. */
                "X-Device"?: string;
            };
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: base64 */
                    solution?: string;
                };
            };
        };
        responses: {
            /** @description The place: a fresh one, or the one that this device or user already has. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        lineToken: string;
                        entry: number;
                        position: number | null;
                        /** @enum {string} */
                        state: "waiting" | "called" | "lapsed" | "admitted" | "merged";
                        /** @enum {string} */
                        lineState: "scheduled" | "lottery" | "open" | "paused" | "sold_out" | "closed";
                        /** Format: date-time */
                        claimUntil?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    WaitingRoom_leave: {
        parameters: {
            query?: never;
            header?: {
                /** @description For clients without cookies: what an earlier answer said in `X-Device`. */
                "X-Device"?: string;
            };
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    WaitingRoom_change: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    ratePerMinuteMax?: number | null;
                    admissionsMax?: number | null;
                    paused?: boolean;
                    publicValue?: string;
                };
            };
        };
        responses: {
            /** @description Limits, pauses or resumes the calls; or names the public value that the draw waits for. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        state: "scheduled" | "lottery" | "open" | "paused" | "sold_out" | "closed";
                        /** Format: date-time */
                        opensAt: string;
                        entries: number;
                        serving: number;
                        waiting: number;
                        calledPerMinute: number;
                        heldBack: boolean;
                        remaining: number;
                        ratePerMinuteMax: number | null;
                        admissionsMax: number | null;
                        paused: boolean;
                        publicValueName: string | null;
                        publicValue: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    WaitingRoom_challenge: {
        parameters: {
            query?: never;
            header?: {
                /** @description For clients without cookies: what an earlier answer said in `X-Device`. */
                "X-Device"?: string;
            };
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A proof of work for this device; its solution goes into the join. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        parameters: {
                            algorithm: string;
                            nonce: string;
                            salt: string;
                            cost: number;
                            keyPrefix: string;
                        } & {
                            [key: string]: unknown;
                        };
                        signature?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    WaitingRoom_draw: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is needed to recompute the draw; the secret, the public value and the seed only after it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        algorithm: string;
                        size: number | null;
                        entriesHash: string | null;
                        secretHash: string;
                        publicValueName?: string;
                        secret?: string;
                        publicValue?: string;
                        seed?: string;
                        /** Format: date-time */
                        drawnAt?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    WaitingRoom_entries: {
        parameters: {
            query?: {
                from?: number;
            };
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The drawn entries in the order of their numbers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            entry: number;
                            /** Format: uuid */
                            id: string;
                            position: number | null;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    WaitingRoom_place: {
        parameters: {
            query?: never;
            header?: {
                /** @description For clients without cookies: what an earlier answer said in `X-Device`. */
                "X-Device"?: string;
            };
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    lineToken: string;
                };
            };
        };
        responses: {
            /** @description How the place stands. Whose place has ended is told so and gets no other: only a join gives one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        lineToken: string;
                        entry: number;
                        position: number | null;
                        /** @enum {string} */
                        state: "waiting" | "called" | "lapsed" | "admitted" | "merged";
                        /** @enum {string} */
                        lineState: "scheduled" | "lottery" | "open" | "paused" | "sold_out" | "closed";
                        /** Format: date-time */
                        claimUntil?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Event_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everything that can be edited, with the version an edit must name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        organiserId: string;
                        /** @enum {string} */
                        state: "draft" | "published" | "postponed" | "cancelled" | "closed";
                        /** Format: uuid */
                        venueId: string;
                        /** Format: uuid */
                        seatMapId: string | null;
                        standing: {
                            name: string;
                            capacity: number;
                        }[];
                        title: string;
                        artists: string[];
                        kind: string;
                        description: string;
                        pictures: {
                            url: string;
                            alt: string;
                        }[];
                        /** Format: date-time */
                        startsAt: string | null;
                        /** Format: date-time */
                        doorsAt: string | null;
                        /** Format: date-time */
                        saleStartsAt: string | null;
                        /** Format: date-time */
                        saleEndsAt: string | null;
                        lineRequired: boolean;
                        drawAtOpening: boolean;
                        publicDrawValueName: string | null;
                        verifiedAccountRequired: boolean;
                        challengeRequired: boolean;
                        sessionTicketLimit: number;
                        buyerTicketLimit: number;
                        claimSeconds: number;
                        admissionSeconds: number;
                        holdSeconds: number;
                        paymentWindowSeconds: number;
                        graceSeconds: number;
                        withdrawalDays: number;
                        withdrawalHoursBefore: number;
                        rehearsal: boolean;
                        capacity: number;
                        /** Format: date-time */
                        publishedAt: string | null;
                        version: number;
                        ticketTypes: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            eventId: string;
                            name: string;
                            category: string;
                            /** @enum {string} */
                            kind: "seated" | "standing";
                            price: {
                                amountCents: number;
                                /** @enum {string} */
                                currency: "BRL";
                            };
                            halfPrice: boolean;
                            proofRequired: boolean;
                            holderRequired: boolean;
                            version: number;
                        }[];
                        products: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            eventId: string;
                            name: string;
                            description: string;
                            price: {
                                amountCents: number;
                                /** @enum {string} */
                                currency: "BRL";
                            };
                            maxPerOrder: number | null;
                            stock: number | null;
                            taken: number;
                            version: number;
                        }[];
                        pinnedSuggestions: string[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Event_pin: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    productIds: string[];
                };
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Event_postpone: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sale rests until the event is published again. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        organiserId: string;
                        /** @enum {string} */
                        state: "draft" | "published" | "postponed" | "cancelled" | "closed";
                        /** Format: uuid */
                        venueId: string;
                        /** Format: uuid */
                        seatMapId: string | null;
                        standing: {
                            name: string;
                            capacity: number;
                        }[];
                        title: string;
                        artists: string[];
                        kind: string;
                        description: string;
                        pictures: {
                            url: string;
                            alt: string;
                        }[];
                        /** Format: date-time */
                        startsAt: string | null;
                        /** Format: date-time */
                        doorsAt: string | null;
                        /** Format: date-time */
                        saleStartsAt: string | null;
                        /** Format: date-time */
                        saleEndsAt: string | null;
                        lineRequired: boolean;
                        drawAtOpening: boolean;
                        publicDrawValueName: string | null;
                        verifiedAccountRequired: boolean;
                        challengeRequired: boolean;
                        sessionTicketLimit: number;
                        buyerTicketLimit: number;
                        claimSeconds: number;
                        admissionSeconds: number;
                        holdSeconds: number;
                        paymentWindowSeconds: number;
                        graceSeconds: number;
                        withdrawalDays: number;
                        withdrawalHoursBefore: number;
                        rehearsal: boolean;
                        capacity: number;
                        /** Format: date-time */
                        publishedAt: string | null;
                        version: number;
                        ticketTypes: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            eventId: string;
                            name: string;
                            category: string;
                            /** @enum {string} */
                            kind: "seated" | "standing";
                            price: {
                                amountCents: number;
                                /** @enum {string} */
                                currency: "BRL";
                            };
                            halfPrice: boolean;
                            proofRequired: boolean;
                            holderRequired: boolean;
                            version: number;
                        }[];
                        products: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            eventId: string;
                            name: string;
                            description: string;
                            price: {
                                amountCents: number;
                                /** @enum {string} */
                                currency: "BRL";
                            };
                            maxPerOrder: number | null;
                            stock: number | null;
                            taken: number;
                            version: number;
                        }[];
                        pinnedSuggestions: string[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Offer_addProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    description?: string;
                    price: {
                        amountCents: number;
                        /** @enum {string} */
                        currency: "BRL";
                    };
                    maxPerOrder?: number | null;
                    stock?: number | null;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        eventId: string;
                        name: string;
                        description: string;
                        price: {
                            amountCents: number;
                            /** @enum {string} */
                            currency: "BRL";
                        };
                        maxPerOrder: number | null;
                        stock: number | null;
                        taken: number;
                        version: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Event_publish: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description On sale from `saleStartsAt`; 422 names everything that is missing. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        organiserId: string;
                        /** @enum {string} */
                        state: "draft" | "published" | "postponed" | "cancelled" | "closed";
                        /** Format: uuid */
                        venueId: string;
                        /** Format: uuid */
                        seatMapId: string | null;
                        standing: {
                            name: string;
                            capacity: number;
                        }[];
                        title: string;
                        artists: string[];
                        kind: string;
                        description: string;
                        pictures: {
                            url: string;
                            alt: string;
                        }[];
                        /** Format: date-time */
                        startsAt: string | null;
                        /** Format: date-time */
                        doorsAt: string | null;
                        /** Format: date-time */
                        saleStartsAt: string | null;
                        /** Format: date-time */
                        saleEndsAt: string | null;
                        lineRequired: boolean;
                        drawAtOpening: boolean;
                        publicDrawValueName: string | null;
                        verifiedAccountRequired: boolean;
                        challengeRequired: boolean;
                        sessionTicketLimit: number;
                        buyerTicketLimit: number;
                        claimSeconds: number;
                        admissionSeconds: number;
                        holdSeconds: number;
                        paymentWindowSeconds: number;
                        graceSeconds: number;
                        withdrawalDays: number;
                        withdrawalHoursBefore: number;
                        rehearsal: boolean;
                        capacity: number;
                        /** Format: date-time */
                        publishedAt: string | null;
                        version: number;
                        ticketTypes: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            eventId: string;
                            name: string;
                            category: string;
                            /** @enum {string} */
                            kind: "seated" | "standing";
                            price: {
                                amountCents: number;
                                /** @enum {string} */
                                currency: "BRL";
                            };
                            halfPrice: boolean;
                            proofRequired: boolean;
                            holderRequired: boolean;
                            version: number;
                        }[];
                        products: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            eventId: string;
                            name: string;
                            description: string;
                            price: {
                                amountCents: number;
                                /** @enum {string} */
                                currency: "BRL";
                            };
                            maxPerOrder: number | null;
                            stock: number | null;
                            taken: number;
                            version: number;
                        }[];
                        pinnedSuggestions: string[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Refunds_operation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How far everybody of a cancelled event has their money back. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        eventId: string;
                        /** @enum {string} */
                        state: "running" | "finished";
                        /** Format: date-time */
                        startedAt: string;
                        /** Format: date-time */
                        finishedAt?: string;
                        asked: {
                            refunds: number;
                            amount: {
                                amountCents: number;
                                currency: string;
                            };
                        };
                        done: {
                            refunds: number;
                            amount: {
                                amountCents: number;
                                currency: string;
                            };
                        };
                        open: {
                            refunds: number;
                            amount: {
                                amountCents: number;
                                currency: string;
                            };
                        };
                        refused: {
                            refunds: number;
                            amount: {
                                amountCents: number;
                                currency: string;
                            };
                        };
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Rehearsal_facts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How the rehearsal stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        stock: {
                            capacity: number;
                            sold: number;
                            held: number;
                            promised: number;
                            blocked: number;
                        } | null;
                        orders: {
                            awaiting_payment: number;
                            confirmed: number;
                            payment_failed: number;
                            expired: number;
                            refunded: number;
                        };
                        payments: {
                            open: number;
                        };
                        codes: {
                            free: number;
                        };
                        fans: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Rehearsal_end: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The event is closed, its accounts are signed out for good and go within minutes. May be repeated. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Rehearsal_makeFans: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    count: number;
                };
            };
        };
        responses: {
            /** @description New throw-away accounts, signed in; their tokens are seen only here. They can do nothing but buy in this event. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            userId: string;
                            token: string;
                            email: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Programme_drawing: {
        parameters: {
            query?: never;
            header?: {
                /** @description Who shows an admission is answered even under load. */
                "X-Admission"?: string;
            };
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Areas, categories and sections; the seats and their states are told by `/events/{eventId}/seats`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                        size: {
                            width: number;
                            height: number;
                        } | null;
                        categories: {
                            name: string;
                            color?: string;
                        }[];
                        areas: ({
                            position: {
                                x: number;
                                y: number;
                            };
                        } & {
                            [key: string]: unknown;
                        })[];
                        sections: {
                            key: string;
                            name: string;
                            zone: string;
                            category: string;
                            /** @enum {string} */
                            kind: "seated" | "standing";
                            capacity: number;
                            rank: number;
                        }[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Inventory_seats: {
        parameters: {
            query?: {
                since?: number;
            };
            header?: {
                /** @description Who shows an admission is answered even under load. */
                "X-Admission"?: string;
            };
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /**
             * @description The whole seat map, or with `since` what has changed after that version.
             *
             *     A map holds `sections`, nearest the stage first. A row's seats have consecutive indexes from `first` on; `numbers` is what is written
             *     on them; `x` and `y` are the first seat's position and then each seat's difference to the one before it. A seat's id is `seatIdPrefix`
             *     followed by its index as eight hexadecimal digits; its state is the letter at its index in `states`: f free, h held, s sold, b blocked.
             *     `wheelchair` lists indexes of wheelchair places, `companions` pairs of a companion seat and its wheelchair place.
             *
             *     A delta holds in `changes`, by letter, the indexes of the seats that have this state now, or all `states` anew where that is shorter.
             *     What was laid out never changes, so the whole map is fetched once.
             */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        eventId: string;
                        version: number;
                        seatIdPrefix: string;
                        sections: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            category: string;
                            /** @enum {string} */
                            kind: "seated" | "standing";
                            capacity: number;
                            rows: {
                                name: string;
                                first: number;
                                numbers: string[];
                                x: number[];
                                y: number[];
                                wheelchair?: number[];
                                companions?: (number)[][];
                            }[];
                        }[];
                        states: string;
                    } | {
                        since: number;
                        version: number;
                        changes?: {
                            [key: string]: number[];
                        };
                        states?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Inventory_block: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    seats: string[];
                } | {
                    /** Format: uuid */
                    sectionId: string;
                    places: number;
                };
            };
        };
        responses: {
            /** @description Keeps free places back from the sale, all of them or none. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        changed: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Inventory_watch: {
        parameters: {
            query?: {
                admission?: string;
                since?: number;
            };
            header?: {
                /** @description Where the event has a line; `?admission=` for clients that cannot send headers. */
                "x-admission"?: string;
            };
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events `seats`, at most one a second, each a delta as in `GET /events/{eventId}/seats?since=`; the same bytes for all. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Inventory_unblock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    seats: string[];
                } | {
                    /** Format: uuid */
                    sectionId: string;
                    places: number;
                };
            };
        };
        responses: {
            /** @description Puts blocked places on sale again. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        changed: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    WaitingRoom_serving: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The same bytes for everybody. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        serving: number;
                        calledPerMinute: number;
                        /** @enum {string} */
                        state: "scheduled" | "lottery" | "open" | "paused" | "sold_out" | "closed";
                        /** @enum {boolean} */
                        heldBack?: true;
                        remaining: number;
                        entries: number;
                        pollAfterMs: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Programme_suggestions: {
        parameters: {
            query?: {
                /** @description Ids of products already chosen, comma-separated. */
                with?: string;
            };
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the organiser pinned, then what was bought together. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            eventId: string;
                            name: string;
                            description: string;
                            price: {
                                amountCents: number;
                                /** @enum {string} */
                                currency: "BRL";
                            };
                            maxPerOrder: number | null;
                            left: number | null;
                            pinned: boolean;
                        }[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Offer_addTicketType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                eventId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    category: string;
                    /** @enum {string} */
                    kind: "seated" | "standing";
                    price: {
                        amountCents: number;
                        /** @enum {string} */
                        currency: "BRL";
                    };
                    halfPrice?: boolean;
                    proofRequired?: boolean;
                    holderRequired?: boolean;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        eventId: string;
                        name: string;
                        category: string;
                        /** @enum {string} */
                        kind: "seated" | "standing";
                        price: {
                            amountCents: number;
                            /** @enum {string} */
                            currency: "BRL";
                        };
                        halfPrice: boolean;
                        proofRequired: boolean;
                        holderRequired: boolean;
                        version: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    FeeRules_list: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Each rule with its organiser; last the one without, for all who have none of their own. Without any rule nothing is kept. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            organiserId: string | null;
                            basisPoints: number;
                            centsPerTicket: number;
                            minCents: number;
                            maxCents: number | null;
                        }[];
                        /** Format: uuid */
                        nextCursor?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Problem"];
        };
    };
    FeeRules_putDefault: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    basisPoints: number;
                    /** @default 0 */
                    centsPerTicket?: number;
                    /** @default 0 */
                    minCents?: number;
                    /** @default null */
                    maxCents?: number | null;
                };
            };
        };
        responses: {
            /** @description Holds for payments asked for from now on, by organisers without a rule of their own. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        organiserId: string | null;
                        basisPoints: number;
                        centsPerTicket: number;
                        minCents: number;
                        maxCents: number | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Problem"];
        };
    };
    FeeRules_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organiserId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    basisPoints: number;
                    /** @default 0 */
                    centsPerTicket?: number;
                    /** @default 0 */
                    minCents?: number;
                    /** @default null */
                    maxCents?: number | null;
                };
            };
        };
        responses: {
            /** @description Holds for payments asked for from now on. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        organiserId: string | null;
                        basisPoints: number;
                        centsPerTicket: number;
                        minCents: number;
                        maxCents: number | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    FeeRules_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organiserId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The organiser pays what all pay. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Gateways_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Breaker, health and calls as the process that answers sees them; the rest is of all. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            name: string;
                            /** @enum {string} */
                            serves: "buyers" | "rehearsals" | "everybody";
                            methods: ("card" | "pix")[];
                            /** @enum {string} */
                            breaker: "closed" | "open" | "trial";
                            well: boolean;
                            answeredShare: number;
                            latencyMs: number;
                            awaySeconds: number;
                            calls: number;
                            openAttempts: {
                                state: string;
                                count: number;
                                oldestSeconds: number;
                            }[];
                            openDifferences: number;
                            limits: {
                                callsMax: number;
                                callsPerSecond: number | null;
                                burst: number | null;
                            };
                            costs: {
                                card: {
                                    basisPoints: number;
                                    cents: number;
                                } | null;
                                pix: {
                                    basisPoints: number;
                                    cents: number;
                                } | null;
                            };
                            preference: number;
                            weight: number;
                            comparedUntil: {
                                /** Format: date-time */
                                charges: string | null;
                                /** Format: date-time */
                                refunds: string | null;
                            };
                        }[];
                    };
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Problem"];
        };
    };
    Gateways_page: {
        parameters: {
            query?: {
                cursor?: string;
                kind?: "charge_state" | "charge_amount" | "charge_unknown" | "charge_missing" | "refund_state" | "refund_amount" | "refund_unknown" | "refund_missing" | "ledger_missing" | "ledger_amount" | "ledger_unknown";
                limit?: number;
                state?: "open" | "repaired" | "closed";
            };
            header?: never;
            path: {
                gateway: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            gateway: string;
                            /** @enum {string} */
                            kind: "charge_state" | "charge_amount" | "charge_unknown" | "charge_missing" | "refund_state" | "refund_amount" | "refund_unknown" | "refund_missing" | "ledger_missing" | "ledger_amount" | "ledger_unknown";
                            reference: string;
                            /** Format: uuid */
                            paymentId: string | null;
                            ours: {
                                state: string;
                                amountCents?: number;
                            } | null;
                            theirs: {
                                state: string;
                                amountCents?: number;
                            } | null;
                            /** @enum {string} */
                            state: "open" | "repaired" | "closed";
                            /** Format: date-time */
                            foundAt: string;
                            /** Format: date-time */
                            seenAt: string;
                            /** Format: date-time */
                            settledAt: string | null;
                            note: string | null;
                            /** Format: uuid */
                            closedBy: string | null;
                        }[];
                        /** Format: uuid */
                        nextCursor?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Gateways_close: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                differenceId: string;
                gateway: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    note: string;
                };
            };
        };
        responses: {
            /** @description A person has seen to it. It opens again only if the books come to say something else. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        gateway: string;
                        /** @enum {string} */
                        kind: "charge_state" | "charge_amount" | "charge_unknown" | "charge_missing" | "refund_state" | "refund_amount" | "refund_unknown" | "refund_missing" | "ledger_missing" | "ledger_amount" | "ledger_unknown";
                        reference: string;
                        /** Format: uuid */
                        paymentId: string | null;
                        ours: {
                            state: string;
                            amountCents?: number;
                        } | null;
                        theirs: {
                            state: string;
                            amountCents?: number;
                        } | null;
                        /** @enum {string} */
                        state: "open" | "repaired" | "closed";
                        /** Format: date-time */
                        foundAt: string;
                        /** Format: date-time */
                        seenAt: string;
                        /** Format: date-time */
                        settledAt: string | null;
                        note: string | null;
                        /** Format: uuid */
                        closedBy: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Payments_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gateway: string;
            };
            cookie?: never;
        };
        /** @description A gateway's news of charges and refunds, in its own form and signed over the raw body in its own header. */
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Everything in it is durable. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Payments_webhookOfSecretAddress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gateway: string;
                secret: string;
            };
            cookie?: never;
        };
        /** @description As below, from a bank that adds nothing to the address, or that tries it before it registers it. */
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What it named was asked about, and all of it is durable. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        heard: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Payments_pixWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gateway: string;
                secret: string;
            };
            cookie?: never;
        };
        /** @description The Pix API's callback: `{ pix: [...] }`, at the registered address with `/pix` behind it. Its address is its secret, and nothing in it is believed: the bank is asked about what it names. */
        requestBody: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description What it named was asked about, and all of it is durable. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        heard: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    State_health_2: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It can sell; the state of every part. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok" | "unavailable";
                        parts: {
                            [key: string]: {
                                ok: boolean;
                                detail?: string;
                            };
                        };
                    };
                };
            };
            /** @description It cannot. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok" | "unavailable";
                        parts: {
                            [key: string]: {
                                ok: boolean;
                                detail?: string;
                            };
                        };
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    State_postedHealth_2: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It can sell; the state of every part. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok" | "unavailable";
                        parts: {
                            [key: string]: {
                                ok: boolean;
                                detail?: string;
                            };
                        };
                    };
                };
            };
            /** @description It cannot. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok" | "unavailable";
                        parts: {
                            [key: string]: {
                                ok: boolean;
                                detail?: string;
                            };
                        };
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    Holds_one: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                holdId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        eventId: string;
                        /** @enum {string} */
                        state: "held" | "confirmed" | "released" | "expired";
                        /** Format: date-time */
                        expiresAt: string;
                        items: {
                            /** Format: uuid */
                            seatId?: string;
                            label: string;
                            /** Format: uuid */
                            ticketTypeId: string;
                            price: {
                                amountCents: number;
                                currency: string;
                            };
                        }[];
                        total: {
                            amountCents: number;
                            currency: string;
                        };
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Holds_release: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                holdId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Statements_accounts: {
        parameters: {
            query: {
                cursor?: string;
                kind: "buyer" | "payee" | "gateway" | "platform";
                limit?: number;
                owner?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The accounts of a kind, by owner. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            kind: "buyer" | "payee" | "gateway" | "platform";
                            owner: string;
                            currency: string;
                            /** Format: date-time */
                            createdAt: string;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Problem"];
        };
    };
    Statements_any: {
        parameters: {
            query?: {
                cursor?: string;
                from?: string;
                limit?: number;
                timezone?: string;
                to?: string;
            };
            header?: never;
            path: {
                accountId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The balance before and after, the days with their sums, and the movements, oldest first, page by page. With `Accept: text/csv` all of it as one CSV file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date */
                        from: string;
                        /** Format: date */
                        to: string;
                        timezone: string;
                        opening: {
                            amountCents: number;
                            currency: string;
                        };
                        closing: {
                            amountCents: number;
                            currency: string;
                        };
                        days?: {
                            /** Format: date */
                            date: string;
                            opening: {
                                amountCents: number;
                                currency: string;
                            };
                            in: {
                                amountCents: number;
                                currency: string;
                            };
                            out: {
                                amountCents: number;
                                currency: string;
                            };
                            closing: {
                                amountCents: number;
                                currency: string;
                            };
                        }[];
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            at: string;
                            /** Format: date */
                            date: string;
                            /** @enum {string} */
                            kind: "capture" | "payment" | "top_up" | "refund" | "chargeback" | "conflict" | "conflict_refund" | "conflict_closing" | "loss" | "fee" | "fee_refund" | "settlement" | "payout" | "gateway_fee" | "payout_reversal";
                            /** @enum {string} */
                            direction: "in" | "out";
                            amount: {
                                amountCents: number;
                                currency: string;
                            };
                            /** Format: uuid */
                            paymentId?: string;
                            purpose?: {
                                /** @enum {string} */
                                kind: "order" | "top_up" | "service";
                                /** Format: uuid */
                                id: string;
                            };
                            description: string;
                        }[];
                        /** Format: uuid */
                        nextCursor?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    GatewayPayouts_list: {
        parameters: {
            query?: {
                cursor?: number;
                limit?: number;
            };
            header?: never;
            path: {
                gateway: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the gateway still owes, and its payouts, newest first, page by page. With `Accept: text/csv` all of them as one CSV file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        owed: {
                            amountCents: number;
                            currency: string;
                        };
                        items: {
                            /** Format: uuid */
                            id: string;
                            gateway: string;
                            number: number;
                            gross: {
                                amountCents: number;
                                currency: string;
                            };
                            fees: {
                                amountCents: number;
                                currency: string;
                            };
                            net: {
                                amountCents: number;
                                currency: string;
                            };
                            reference: string;
                            /** Format: date */
                            valueDate: string;
                            note: string;
                            /** Format: uuid */
                            recordedBy: string;
                            /** Format: date-time */
                            recordedAt: string;
                            reversal?: {
                                /** Format: date-time */
                                at: string;
                                /** Format: uuid */
                                by: string;
                                note: string;
                            };
                        }[];
                        nextCursor?: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    GatewayPayouts_record: {
        parameters: {
            query?: never;
            header: {
                /** @description Kept for ever. */
                "Idempotency-Key": string;
            };
            path: {
                gateway: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    gross: {
                        amountCents: number;
                        currency: string;
                    };
                    fees: {
                        amountCents: number;
                        currency: string;
                    };
                    net: {
                        amountCents: number;
                        currency: string;
                    };
                    reference: string;
                    /** Format: date */
                    valueDate: string;
                    /** @default  */
                    note?: string;
                };
            };
        };
        responses: {
            /** @description Booked: the gateway owes `gross` less. Never more than it owes. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        gateway: string;
                        number: number;
                        gross: {
                            amountCents: number;
                            currency: string;
                        };
                        fees: {
                            amountCents: number;
                            currency: string;
                        };
                        net: {
                            amountCents: number;
                            currency: string;
                        };
                        reference: string;
                        /** Format: date */
                        valueDate: string;
                        note: string;
                        /** Format: uuid */
                        recordedBy: string;
                        /** Format: date-time */
                        recordedAt: string;
                        reversal?: {
                            /** Format: date-time */
                            at: string;
                            /** Format: uuid */
                            by: string;
                            note: string;
                        };
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    GatewayPayouts_find: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                gateway: string;
                payoutId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        gateway: string;
                        number: number;
                        gross: {
                            amountCents: number;
                            currency: string;
                        };
                        fees: {
                            amountCents: number;
                            currency: string;
                        };
                        net: {
                            amountCents: number;
                            currency: string;
                        };
                        reference: string;
                        /** Format: date */
                        valueDate: string;
                        note: string;
                        /** Format: uuid */
                        recordedBy: string;
                        /** Format: date-time */
                        recordedAt: string;
                        reversal?: {
                            /** Format: date-time */
                            at: string;
                            /** Format: uuid */
                            by: string;
                            note: string;
                        };
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    GatewayPayouts_reverse: {
        parameters: {
            query?: never;
            header: {
                /** @description Kept for ever. */
                "Idempotency-Key": string;
            };
            path: {
                gateway: string;
                payoutId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    note: string;
                };
            };
        };
        responses: {
            /** @description What was entered wrongly is booked back, whole; enter the right one then, under the same reference. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        gateway: string;
                        number: number;
                        gross: {
                            amountCents: number;
                            currency: string;
                        };
                        fees: {
                            amountCents: number;
                            currency: string;
                        };
                        net: {
                            amountCents: number;
                            currency: string;
                        };
                        reference: string;
                        /** Format: date */
                        valueDate: string;
                        note: string;
                        /** Format: uuid */
                        recordedBy: string;
                        /** Format: date-time */
                        recordedAt: string;
                        reversal?: {
                            /** Format: date-time */
                            at: string;
                            /** Format: uuid */
                            by: string;
                            note: string;
                        };
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Account_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user: {
                            /** Format: uuid */
                            id: string;
                            email: string;
                            name: string;
                            /** @enum {string} */
                            role: "fan" | "door" | "organiser" | "administrator";
                            /** @enum {string} */
                            language: "pt-BR" | "es" | "en";
                            /** Format: date-time */
                            verifiedAt: string | null;
                            /** Format: date-time */
                            createdAt: string;
                        };
                    };
                };
            };
            401: components["responses"]["NotSignedIn"];
            default: components["responses"]["Problem"];
        };
    };
    Privacy_delete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Where the account has one. Where it has none, the session must be some minutes old at most. */
                    password?: string;
                    /**
                     * @description That money on the balance may be lost.
                     * @default false
                     */
                    giveUpBalance?: boolean;
                };
            };
        };
        responses: {
            /** @description The account is gone, with its sessions, and its owner is told so by mail; what law wants kept stays without the person. The browser or app is a new device from now on (`X-Device`). Refused while something is being paid, refunded or disputed or was tried within two days, while there are tickets of shows to come, and where money would be lost. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Of how many orders paid by card or Pix it is kept who bought them, seen by administrators only, and until when of the last of them; null where of none. */
                        keptForDisputes: {
                            orders: number;
                            /** Format: date-time */
                            until: string;
                        } | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            default: components["responses"]["Problem"];
        };
    };
    Account_change: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    /** @enum {string} */
                    language?: "pt-BR" | "es" | "en";
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        user: {
                            /** Format: uuid */
                            id: string;
                            email: string;
                            name: string;
                            /** @enum {string} */
                            role: "fan" | "door" | "organiser" | "administrator";
                            /** @enum {string} */
                            language: "pt-BR" | "es" | "en";
                            /** Format: date-time */
                            verifiedAt: string | null;
                            /** Format: date-time */
                            createdAt: string;
                        };
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            default: components["responses"]["Problem"];
        };
    };
    Privacy_export: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everything that is kept about whoever asks: a list a kind, as one JSON document, for who has signed in within ten minutes. Twice a minute at most. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            401: components["responses"]["NotSignedIn"];
            default: components["responses"]["Problem"];
        };
    };
    Password_change: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    currentPassword: string;
                    newPassword: string;
                };
            };
        };
        responses: {
            /** @description The password is changed; the session stays. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            default: components["responses"]["Problem"];
        };
    };
    Account_requestVerification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Another mail with a link is on its way. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["NotSignedIn"];
            default: components["responses"]["Problem"];
        };
    };
    Orders_list: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            eventId: string;
                            /** Format: uuid */
                            holdId: string;
                            /** @enum {string} */
                            state: "awaiting_payment" | "confirmed" | "payment_failed" | "expired" | "refunded";
                            total: {
                                amountCents: number;
                                currency: string;
                            };
                            refunded?: {
                                amountCents: number;
                                currency: string;
                            };
                            /** @enum {string} */
                            dispute?: "opened" | "won" | "lost";
                            /** Format: date-time */
                            placedAt: string;
                            /** Format: date-time */
                            paymentDeadline: string;
                            items: {
                                /** @enum {string} */
                                kind: "ticket" | "product";
                                label: string;
                                name: string;
                                quantity: number;
                                price: {
                                    amountCents: number;
                                    currency: string;
                                };
                                /** Format: uuid */
                                ticketTypeId?: string;
                                /** Format: uuid */
                                productId?: string;
                                /** Format: uuid */
                                seatId?: string;
                                refunded?: number;
                            }[];
                            payment?: {
                                /** Format: uuid */
                                id: string;
                                /** @enum {string} */
                                method: "card" | "pix" | "wallet";
                                /** @enum {string} */
                                state: "requested" | "presented" | "completed" | "failed" | "returned";
                                pix?: {
                                    brCode: string;
                                    qrCodeUrl: string;
                                    /** Format: date-time */
                                    expiresAt: string;
                                };
                                failureReason?: string;
                                retryable?: boolean;
                            };
                            tickets?: {
                                /** Format: uuid */
                                id: string;
                                label: string;
                            }[];
                        }[];
                        /** Format: uuid */
                        nextCursor?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            default: components["responses"]["Problem"];
        };
    };
    Orders_place: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description `wait=N`: wait up to N seconds (30 at most) for the outcome. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    holdId: string;
                    /** @default [] */
                    products?: {
                        /** Format: uuid */
                        productId: string;
                        quantity: number;
                    }[];
                    /** @default [] */
                    holders?: {
                        name: string;
                        document: string;
                    }[];
                    payment: {
                        /** @enum {string} */
                        method: "card" | "pix" | "wallet";
                        /** @description The card's token as its gateway's page gave it, never the card's number: Stripe's `pm_…`, `ctoken_…` or `tok_…`, Mercado Pago's behind the card's brand and a colon, `visa:…`. */
                        token?: string;
                        fromWallet?: {
                            amountCents: number;
                            currency: string;
                        };
                    };
                };
            };
        };
        responses: {
            /** @description The outcome is there, or the PIX code is. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        eventId: string;
                        /** Format: uuid */
                        holdId: string;
                        /** @enum {string} */
                        state: "awaiting_payment" | "confirmed" | "payment_failed" | "expired" | "refunded";
                        total: {
                            amountCents: number;
                            currency: string;
                        };
                        refunded?: {
                            amountCents: number;
                            currency: string;
                        };
                        /** @enum {string} */
                        dispute?: "opened" | "won" | "lost";
                        /** Format: date-time */
                        placedAt: string;
                        /** Format: date-time */
                        paymentDeadline: string;
                        items: {
                            /** @enum {string} */
                            kind: "ticket" | "product";
                            label: string;
                            name: string;
                            quantity: number;
                            price: {
                                amountCents: number;
                                currency: string;
                            };
                            /** Format: uuid */
                            ticketTypeId?: string;
                            /** Format: uuid */
                            productId?: string;
                            /** Format: uuid */
                            seatId?: string;
                            refunded?: number;
                        }[];
                        payment?: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            method: "card" | "pix" | "wallet";
                            /** @enum {string} */
                            state: "requested" | "presented" | "completed" | "failed" | "returned";
                            pix?: {
                                brCode: string;
                                qrCodeUrl: string;
                                /** Format: date-time */
                                expiresAt: string;
                            };
                            failureReason?: string;
                            retryable?: boolean;
                        };
                        tickets?: {
                            /** Format: uuid */
                            id: string;
                            label: string;
                        }[];
                    };
                };
            };
            /** @description The outcome is still open. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        eventId: string;
                        /** Format: uuid */
                        holdId: string;
                        /** @enum {string} */
                        state: "awaiting_payment" | "confirmed" | "payment_failed" | "expired" | "refunded";
                        total: {
                            amountCents: number;
                            currency: string;
                        };
                        refunded?: {
                            amountCents: number;
                            currency: string;
                        };
                        /** @enum {string} */
                        dispute?: "opened" | "won" | "lost";
                        /** Format: date-time */
                        placedAt: string;
                        /** Format: date-time */
                        paymentDeadline: string;
                        items: {
                            /** @enum {string} */
                            kind: "ticket" | "product";
                            label: string;
                            name: string;
                            quantity: number;
                            price: {
                                amountCents: number;
                                currency: string;
                            };
                            /** Format: uuid */
                            ticketTypeId?: string;
                            /** Format: uuid */
                            productId?: string;
                            /** Format: uuid */
                            seatId?: string;
                            refunded?: number;
                        }[];
                        payment?: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            method: "card" | "pix" | "wallet";
                            /** @enum {string} */
                            state: "requested" | "presented" | "completed" | "failed" | "returned";
                            pix?: {
                                brCode: string;
                                qrCodeUrl: string;
                                /** Format: date-time */
                                expiresAt: string;
                            };
                            failureReason?: string;
                            retryable?: boolean;
                        };
                        tickets?: {
                            /** Format: uuid */
                            id: string;
                            label: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            default: components["responses"]["Problem"];
        };
    };
    Orders_one: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orderId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        eventId: string;
                        /** Format: uuid */
                        holdId: string;
                        /** @enum {string} */
                        state: "awaiting_payment" | "confirmed" | "payment_failed" | "expired" | "refunded";
                        total: {
                            amountCents: number;
                            currency: string;
                        };
                        refunded?: {
                            amountCents: number;
                            currency: string;
                        };
                        /** @enum {string} */
                        dispute?: "opened" | "won" | "lost";
                        /** Format: date-time */
                        placedAt: string;
                        /** Format: date-time */
                        paymentDeadline: string;
                        items: {
                            /** @enum {string} */
                            kind: "ticket" | "product";
                            label: string;
                            name: string;
                            quantity: number;
                            price: {
                                amountCents: number;
                                currency: string;
                            };
                            /** Format: uuid */
                            ticketTypeId?: string;
                            /** Format: uuid */
                            productId?: string;
                            /** Format: uuid */
                            seatId?: string;
                            refunded?: number;
                        }[];
                        payment?: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            method: "card" | "pix" | "wallet";
                            /** @enum {string} */
                            state: "requested" | "presented" | "completed" | "failed" | "returned";
                            pix?: {
                                brCode: string;
                                qrCodeUrl: string;
                                /** Format: date-time */
                                expiresAt: string;
                            };
                            failureReason?: string;
                            retryable?: boolean;
                        };
                        tickets?: {
                            /** Format: uuid */
                            id: string;
                            label: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Evidence_find: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orderId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who bought by card or Pix, from where and for whom, kept for disputes after the buyer's account was deleted. Whoever reads it stands in the audit log. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        orderId: string;
                        name: string;
                        email: string;
                        /** @description From where it was ordered. */
                        address: string;
                        /** Format: date-time */
                        placedAt: string;
                        holders: {
                            label: string;
                            name: string | null;
                            document: string | null;
                        }[];
                        /**
                         * Format: date-time
                         * @description When it is forgotten, unless a dispute is still open.
                         */
                        until: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Orders_pay: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                Prefer?: string;
            };
            path: {
                orderId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    method: "card" | "pix" | "wallet";
                    /** @description The card's token as its gateway's page gave it, never the card's number: Stripe's `pm_…`, `ctoken_…` or `tok_…`, Mercado Pago's behind the card's brand and a colon, `visa:…`. */
                    token?: string;
                    fromWallet?: {
                        amountCents: number;
                        currency: string;
                    };
                };
            };
        };
        responses: {
            /** @description Another try at paying after a decline, while the places are held. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        eventId: string;
                        /** Format: uuid */
                        holdId: string;
                        /** @enum {string} */
                        state: "awaiting_payment" | "confirmed" | "payment_failed" | "expired" | "refunded";
                        total: {
                            amountCents: number;
                            currency: string;
                        };
                        refunded?: {
                            amountCents: number;
                            currency: string;
                        };
                        /** @enum {string} */
                        dispute?: "opened" | "won" | "lost";
                        /** Format: date-time */
                        placedAt: string;
                        /** Format: date-time */
                        paymentDeadline: string;
                        items: {
                            /** @enum {string} */
                            kind: "ticket" | "product";
                            label: string;
                            name: string;
                            quantity: number;
                            price: {
                                amountCents: number;
                                currency: string;
                            };
                            /** Format: uuid */
                            ticketTypeId?: string;
                            /** Format: uuid */
                            productId?: string;
                            /** Format: uuid */
                            seatId?: string;
                            refunded?: number;
                        }[];
                        payment?: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            method: "card" | "pix" | "wallet";
                            /** @enum {string} */
                            state: "requested" | "presented" | "completed" | "failed" | "returned";
                            pix?: {
                                brCode: string;
                                qrCodeUrl: string;
                                /** Format: date-time */
                                expiresAt: string;
                            };
                            failureReason?: string;
                            retryable?: boolean;
                        };
                        tickets?: {
                            /** Format: uuid */
                            id: string;
                            label: string;
                        }[];
                    };
                };
            };
            /** @description The outcome is still open. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        eventId: string;
                        /** Format: uuid */
                        holdId: string;
                        /** @enum {string} */
                        state: "awaiting_payment" | "confirmed" | "payment_failed" | "expired" | "refunded";
                        total: {
                            amountCents: number;
                            currency: string;
                        };
                        refunded?: {
                            amountCents: number;
                            currency: string;
                        };
                        /** @enum {string} */
                        dispute?: "opened" | "won" | "lost";
                        /** Format: date-time */
                        placedAt: string;
                        /** Format: date-time */
                        paymentDeadline: string;
                        items: {
                            /** @enum {string} */
                            kind: "ticket" | "product";
                            label: string;
                            name: string;
                            quantity: number;
                            price: {
                                amountCents: number;
                                currency: string;
                            };
                            /** Format: uuid */
                            ticketTypeId?: string;
                            /** Format: uuid */
                            productId?: string;
                            /** Format: uuid */
                            seatId?: string;
                            refunded?: number;
                        }[];
                        payment?: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            method: "card" | "pix" | "wallet";
                            /** @enum {string} */
                            state: "requested" | "presented" | "completed" | "failed" | "returned";
                            pix?: {
                                brCode: string;
                                qrCodeUrl: string;
                                /** Format: date-time */
                                expiresAt: string;
                            };
                            failureReason?: string;
                            retryable?: boolean;
                        };
                        tickets?: {
                            /** Format: uuid */
                            id: string;
                            label: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Refunds_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orderId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description For the buyer, the organiser and administrators; oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            orderId: string;
                            /** @enum {string} */
                            state: "requested" | "waiting" | "refused" | "done";
                            /** @enum {string} */
                            reason: "organiser" | "withdrawal" | "event_cancelled";
                            amount: {
                                amountCents: number;
                                currency: string;
                            };
                            takenBack?: {
                                amountCents: number;
                                currency: string;
                            };
                            /** @enum {string} */
                            to: "source" | "balance";
                            balanceIfRefused: boolean;
                            tickets: string[];
                            products: {
                                /** Format: uuid */
                                productId: string;
                                quantity: number;
                            }[];
                            /** Format: date-time */
                            requestedAt: string;
                            refusedBecause?: string;
                            /** Format: date-time */
                            nextTryAt?: string;
                            /** Format: date-time */
                            settledAt?: string;
                            toBalance?: {
                                amountCents: number;
                                currency: string;
                            };
                        }[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Refunds_ask: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                /** @description `wait=N`: wait up to N seconds (30 at most) for the outcome. */
                Prefer?: string;
            };
            path: {
                orderId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default [] */
                    tickets?: string[];
                    /** @default [] */
                    products?: {
                        /** Format: uuid */
                        productId: string;
                        quantity: number;
                    }[];
                    amount?: {
                        amountCents: number;
                        currency: string;
                    };
                    /**
                     * @default source
                     * @enum {string}
                     */
                    to?: "source" | "balance";
                    /** @default false */
                    balanceIfRefused?: boolean;
                };
            };
        };
        responses: {
            /** @description The money is back. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        orderId: string;
                        /** @enum {string} */
                        state: "requested" | "waiting" | "refused" | "done";
                        /** @enum {string} */
                        reason: "organiser" | "withdrawal" | "event_cancelled";
                        amount: {
                            amountCents: number;
                            currency: string;
                        };
                        takenBack?: {
                            amountCents: number;
                            currency: string;
                        };
                        /** @enum {string} */
                        to: "source" | "balance";
                        balanceIfRefused: boolean;
                        tickets: string[];
                        products: {
                            /** Format: uuid */
                            productId: string;
                            quantity: number;
                        }[];
                        /** Format: date-time */
                        requestedAt: string;
                        refusedBecause?: string;
                        /** Format: date-time */
                        nextTryAt?: string;
                        /** Format: date-time */
                        settledAt?: string;
                        toBalance?: {
                            amountCents: number;
                            currency: string;
                        };
                    };
                };
            };
            /** @description The money is on its way, and the tickets are good until it is back. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        orderId: string;
                        /** @enum {string} */
                        state: "requested" | "waiting" | "refused" | "done";
                        /** @enum {string} */
                        reason: "organiser" | "withdrawal" | "event_cancelled";
                        amount: {
                            amountCents: number;
                            currency: string;
                        };
                        takenBack?: {
                            amountCents: number;
                            currency: string;
                        };
                        /** @enum {string} */
                        to: "source" | "balance";
                        balanceIfRefused: boolean;
                        tickets: string[];
                        products: {
                            /** Format: uuid */
                            productId: string;
                            quantity: number;
                        }[];
                        /** Format: date-time */
                        requestedAt: string;
                        refusedBecause?: string;
                        /** Format: date-time */
                        nextTryAt?: string;
                        /** Format: date-time */
                        settledAt?: string;
                        toBalance?: {
                            amountCents: number;
                            currency: string;
                        };
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Orders_stream: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                orderId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events `order`: the order as it stands, again at every change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Refunds_withdraw: {
        parameters: {
            query?: never;
            header: {
                "Idempotency-Key": string;
                Prefer?: string;
            };
            path: {
                orderId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The buyer has withdrawn and the money is back. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        orderId: string;
                        /** @enum {string} */
                        state: "requested" | "waiting" | "refused" | "done";
                        /** @enum {string} */
                        reason: "organiser" | "withdrawal" | "event_cancelled";
                        amount: {
                            amountCents: number;
                            currency: string;
                        };
                        takenBack?: {
                            amountCents: number;
                            currency: string;
                        };
                        /** @enum {string} */
                        to: "source" | "balance";
                        balanceIfRefused: boolean;
                        tickets: string[];
                        products: {
                            /** Format: uuid */
                            productId: string;
                            quantity: number;
                        }[];
                        /** Format: date-time */
                        requestedAt: string;
                        refusedBecause?: string;
                        /** Format: date-time */
                        nextTryAt?: string;
                        /** Format: date-time */
                        settledAt?: string;
                        toBalance?: {
                            amountCents: number;
                            currency: string;
                        };
                    };
                };
            };
            /** @description The money is on its way, and the tickets are good until it is back. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        orderId: string;
                        /** @enum {string} */
                        state: "requested" | "waiting" | "refused" | "done";
                        /** @enum {string} */
                        reason: "organiser" | "withdrawal" | "event_cancelled";
                        amount: {
                            amountCents: number;
                            currency: string;
                        };
                        takenBack?: {
                            amountCents: number;
                            currency: string;
                        };
                        /** @enum {string} */
                        to: "source" | "balance";
                        balanceIfRefused: boolean;
                        tickets: string[];
                        products: {
                            /** Format: uuid */
                            productId: string;
                            quantity: number;
                        }[];
                        /** Format: date-time */
                        requestedAt: string;
                        refusedBecause?: string;
                        /** Format: date-time */
                        nextTryAt?: string;
                        /** Format: date-time */
                        settledAt?: string;
                        toBalance?: {
                            amountCents: number;
                            currency: string;
                        };
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Organiser_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those one is a member of; all of them for administrators. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            version: number;
                        }[];
                    };
                };
            };
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Problem"];
        };
    };
    Organiser_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        version: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Problem"];
        };
    };
    Organiser_retire: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organiserId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Organiser_edit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organiserId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    version: number;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        version: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    OrganiserAccount_balance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organiserId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is owed, event by event, since the last settlement; below zero where more was refunded than sold since. `available` can be paid out now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        balance: {
                            amountCents: number;
                            currency: string;
                        };
                        heldBack: {
                            amountCents: number;
                            currency: string;
                        };
                        available: {
                            amountCents: number;
                            currency: string;
                        };
                        /** Format: date-time */
                        coveredUntil: string;
                        lines: {
                            /** Format: uuid */
                            eventId?: string;
                            carried: {
                                amountCents: number;
                                currency: string;
                            };
                            captured: {
                                amountCents: number;
                                currency: string;
                            };
                            refunded: {
                                amountCents: number;
                                currency: string;
                            };
                            fees: {
                                amountCents: number;
                                currency: string;
                            };
                            other: {
                                amountCents: number;
                                currency: string;
                            };
                            outstanding: {
                                amountCents: number;
                                currency: string;
                            };
                        }[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Event_list: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                organiserId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Drafts included, newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            organiserId: string;
                            /** Format: uuid */
                            venueId: string;
                            /** @enum {string} */
                            state: "draft" | "published" | "postponed" | "cancelled" | "closed";
                            title: string;
                            /** Format: date-time */
                            startsAt: string | null;
                            /** Format: date-time */
                            saleStartsAt: string | null;
                            version: number;
                        }[];
                        /** Format: uuid */
                        nextCursor?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Organiser_members: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organiserId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            userId: string;
                            /** Format: date-time */
                            addedAt: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Organiser_addMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organiserId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    userId: string;
                };
            };
        };
        responses: {
            /** @description The user needs the role of an organiser too, which administrators give. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Organiser_removeMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organiserId: string;
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    OrganiserAccount_list: {
        parameters: {
            query?: {
                cursor?: number;
                limit?: number;
            };
            header?: never;
            path: {
                organiserId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            organiserId: string;
                            number: number;
                            amount: {
                                amountCents: number;
                                currency: string;
                            };
                            reference: string;
                            /** Format: date-time */
                            coveredUntil: string;
                            /** Format: uuid */
                            madeBy: string;
                            /** Format: date-time */
                            createdAt: string;
                        }[];
                        nextCursor?: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    OrganiserAccount_settle: {
        parameters: {
            query?: never;
            header: {
                /** @description Kept for ever. */
                "Idempotency-Key": string;
            };
            path: {
                organiserId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    amount: "all_available" | {
                        amountCents: number;
                        currency: string;
                    };
                    reference: string;
                };
            };
        };
        responses: {
            /** @description Written down as paid: make the bank transfer with it. Never more than is available. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        organiserId: string;
                        number: number;
                        amount: {
                            amountCents: number;
                            currency: string;
                        };
                        reference: string;
                        /** Format: date-time */
                        coveredUntil: string;
                        /** Format: uuid */
                        madeBy: string;
                        /** Format: date-time */
                        createdAt: string;
                        lines: {
                            /** Format: uuid */
                            eventId?: string;
                            carried: {
                                amountCents: number;
                                currency: string;
                            };
                            captured: {
                                amountCents: number;
                                currency: string;
                            };
                            refunded: {
                                amountCents: number;
                                currency: string;
                            };
                            fees: {
                                amountCents: number;
                                currency: string;
                            };
                            other: {
                                amountCents: number;
                                currency: string;
                            };
                            outstanding: {
                                amountCents: number;
                                currency: string;
                            };
                            paid: {
                                amountCents: number;
                                currency: string;
                            };
                        }[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    OrganiserAccount_find: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                organiserId: string;
                settlementId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With its lines, one for each event. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        organiserId: string;
                        number: number;
                        amount: {
                            amountCents: number;
                            currency: string;
                        };
                        reference: string;
                        /** Format: date-time */
                        coveredUntil: string;
                        /** Format: uuid */
                        madeBy: string;
                        /** Format: date-time */
                        createdAt: string;
                        lines: {
                            /** Format: uuid */
                            eventId?: string;
                            carried: {
                                amountCents: number;
                                currency: string;
                            };
                            captured: {
                                amountCents: number;
                                currency: string;
                            };
                            refunded: {
                                amountCents: number;
                                currency: string;
                            };
                            fees: {
                                amountCents: number;
                                currency: string;
                            };
                            other: {
                                amountCents: number;
                                currency: string;
                            };
                            outstanding: {
                                amountCents: number;
                                currency: string;
                            };
                            paid: {
                                amountCents: number;
                                currency: string;
                            };
                        }[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Statements_organisers: {
        parameters: {
            query?: {
                cursor?: string;
                from?: string;
                limit?: number;
                timezone?: string;
                to?: string;
            };
            header?: never;
            path: {
                organiserId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The balance before and after, the days with their sums, and the movements, oldest first, page by page. With `Accept: text/csv` all of it as one CSV file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date */
                        from: string;
                        /** Format: date */
                        to: string;
                        timezone: string;
                        opening: {
                            amountCents: number;
                            currency: string;
                        };
                        closing: {
                            amountCents: number;
                            currency: string;
                        };
                        days?: {
                            /** Format: date */
                            date: string;
                            opening: {
                                amountCents: number;
                                currency: string;
                            };
                            in: {
                                amountCents: number;
                                currency: string;
                            };
                            out: {
                                amountCents: number;
                                currency: string;
                            };
                            closing: {
                                amountCents: number;
                                currency: string;
                            };
                        }[];
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            at: string;
                            /** Format: date */
                            date: string;
                            /** @enum {string} */
                            kind: "capture" | "payment" | "top_up" | "refund" | "chargeback" | "conflict" | "conflict_refund" | "conflict_closing" | "loss" | "fee" | "fee_refund" | "settlement" | "payout" | "gateway_fee" | "payout_reversal";
                            /** @enum {string} */
                            direction: "in" | "out";
                            amount: {
                                amountCents: number;
                                currency: string;
                            };
                            /** Format: uuid */
                            paymentId?: string;
                            purpose?: {
                                /** @enum {string} */
                                kind: "order" | "top_up" | "service";
                                /** Format: uuid */
                                id: string;
                            };
                            description: string;
                        }[];
                        /** Format: uuid */
                        nextCursor?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Payees_list: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those that may be paid, by name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            description: string;
                            version: number;
                            /** Format: date-time */
                            retiredAt?: string;
                        }[];
                        /** Format: uuid */
                        nextCursor?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            default: components["responses"]["Problem"];
        };
    };
    Payees_add: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @default  */
                    description?: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        description: string;
                        version: number;
                        /** Format: date-time */
                        retiredAt?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Problem"];
        };
    };
    Payees_all: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The retired ones, too. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                            description: string;
                            version: number;
                            /** Format: date-time */
                            retiredAt?: string;
                        }[];
                        /** Format: uuid */
                        nextCursor?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Problem"];
        };
    };
    Payees_retire: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payeeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Nobody pays it from now on. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Payees_edit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                payeeId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    description?: string;
                    version: number;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        description: string;
                        version: number;
                        /** Format: date-time */
                        retiredAt?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    PaymentMethods_list: {
        parameters: {
            query?: {
                /** @description Whether it is for an event that is a rehearsal: those are paid at sandboxes, and from no balance. */
                rehearsal?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In the order in which to offer them; of the fields for a card, the first is the best one now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: ({
                            /** @enum {string} */
                            method: "card";
                            /** @description Whether somebody could take such a payment right now. */
                            available: boolean;
                            fields: ({
                                /** @description Whose token it will be; nobody needs to send this back. */
                                gateway: string;
                                /** @enum {string} */
                                kind: "stripe" | "mercado_pago";
                                publishableKey: string;
                                /** @description The provider's script, whose own frames take the card. */
                                scriptUrl: string;
                            } | {
                                /** @description Whose token it will be; nobody needs to send this back. */
                                gateway: string;
                                /** @enum {string} */
                                kind: "sandbox";
                                cards: {
                                    token: string;
                                    /** @enum {string} */
                                    outcome: "approved" | "declined" | "insufficient_funds" | "slow" | "silent" | "failing";
                                }[];
                            })[];
                        } | {
                            /** @enum {string} */
                            method: "pix";
                            /** @description Whether somebody could take such a payment right now. */
                            available: boolean;
                        } | {
                            /** @enum {string} */
                            method: "wallet";
                            /** @description Whether somebody could take such a payment right now. */
                            available: boolean;
                        })[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            default: components["responses"]["Problem"];
        };
    };
    Payments_pay: {
        parameters: {
            query?: never;
            header: {
                /** @description Kept for 30 days. */
                "Idempotency-Key": string;
                /** @description `wait=N` waits up to N seconds for the outcome. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    payeeId: string;
                    amount: {
                        amountCents: number;
                        currency: string;
                    };
                    payment: {
                        /** @enum {string} */
                        method: "card";
                        /** @description The card's token as its gateway's page gave it, never the card's number: Stripe's `pm_…`, `ctoken_…` or `tok_…`, Mercado Pago's behind the card's brand and a colon, `visa:…`. */
                        token: string;
                        fromWallet?: {
                            amountCents: number;
                            currency: string;
                        };
                    } | {
                        /** @enum {string} */
                        method: "pix";
                        fromWallet?: {
                            amountCents: number;
                            currency: string;
                        };
                    } | {
                        /** @enum {string} */
                        method: "wallet";
                    };
                };
            };
        };
        responses: {
            /** @description Decided, or its PIX code is there. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        state: "awaiting_gateway" | "presented" | "cancelling" | "completed" | "failed" | "cancelled" | "conflicted" | "refunded";
                        purpose: {
                            /** @enum {string} */
                            kind: "order" | "top_up" | "service";
                            /** Format: uuid */
                            id: string;
                        };
                        /** Format: uuid */
                        payeeId?: string;
                        /** @enum {string} */
                        method: "card" | "pix" | "wallet";
                        amount: {
                            amountCents: number;
                            currency: string;
                        };
                        fromWallet: {
                            amountCents: number;
                            currency: string;
                        };
                        refunded: {
                            amountCents: number;
                            currency: string;
                        };
                        takenBack?: {
                            amountCents: number;
                            currency: string;
                        };
                        /** Format: date-time */
                        expiresAt: string;
                        pix?: {
                            brCode: string;
                            qrCodeUrl: string;
                            /** Format: date-time */
                            expiresAt: string;
                        };
                        failure?: {
                            /** @enum {string} */
                            reason: "declined" | "expired" | "cancelled" | "insufficient_funds" | "authentication_required" | "refused" | "unavailable" | "conflicted";
                            retryable: boolean;
                            detail?: string;
                        };
                    };
                };
            };
            /** @description The outcome is still open. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        state: "awaiting_gateway" | "presented" | "cancelling" | "completed" | "failed" | "cancelled" | "conflicted" | "refunded";
                        purpose: {
                            /** @enum {string} */
                            kind: "order" | "top_up" | "service";
                            /** Format: uuid */
                            id: string;
                        };
                        /** Format: uuid */
                        payeeId?: string;
                        /** @enum {string} */
                        method: "card" | "pix" | "wallet";
                        amount: {
                            amountCents: number;
                            currency: string;
                        };
                        fromWallet: {
                            amountCents: number;
                            currency: string;
                        };
                        refunded: {
                            amountCents: number;
                            currency: string;
                        };
                        takenBack?: {
                            amountCents: number;
                            currency: string;
                        };
                        /** Format: date-time */
                        expiresAt: string;
                        pix?: {
                            brCode: string;
                            qrCodeUrl: string;
                            /** Format: date-time */
                            expiresAt: string;
                        };
                        failure?: {
                            /** @enum {string} */
                            reason: "declined" | "expired" | "cancelled" | "insufficient_funds" | "authentication_required" | "refused" | "unavailable" | "conflicted";
                            retryable: boolean;
                            detail?: string;
                        };
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            default: components["responses"]["Problem"];
        };
    };
    Payments_find: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                paymentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        state: "awaiting_gateway" | "presented" | "cancelling" | "completed" | "failed" | "cancelled" | "conflicted" | "refunded";
                        purpose: {
                            /** @enum {string} */
                            kind: "order" | "top_up" | "service";
                            /** Format: uuid */
                            id: string;
                        };
                        /** Format: uuid */
                        payeeId?: string;
                        /** @enum {string} */
                        method: "card" | "pix" | "wallet";
                        amount: {
                            amountCents: number;
                            currency: string;
                        };
                        fromWallet: {
                            amountCents: number;
                            currency: string;
                        };
                        refunded: {
                            amountCents: number;
                            currency: string;
                        };
                        takenBack?: {
                            amountCents: number;
                            currency: string;
                        };
                        /** Format: date-time */
                        expiresAt: string;
                        pix?: {
                            brCode: string;
                            qrCodeUrl: string;
                            /** Format: date-time */
                            expiresAt: string;
                        };
                        failure?: {
                            /** @enum {string} */
                            reason: "declined" | "expired" | "cancelled" | "insufficient_funds" | "authentication_required" | "refused" | "unavailable" | "conflicted";
                            retryable: boolean;
                            detail?: string;
                        };
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Payments_pixPicture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                paymentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The PIX code as a QR code, while it can be paid. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": unknown;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Payments_receipt: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                paymentId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description For the payer, the organiser who was paid, and administrators; in the payer's language. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Programme_picture: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": unknown;
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Offer_retireProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                productId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Offer_editProduct: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                productId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    description?: string;
                    price?: {
                        amountCents: number;
                        /** @enum {string} */
                        currency: "BRL";
                    };
                    maxPerOrder?: number | null;
                    stock?: number | null;
                    version: number;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        eventId: string;
                        name: string;
                        description: string;
                        price: {
                            amountCents: number;
                            /** @enum {string} */
                            currency: "BRL";
                        };
                        maxPerOrder: number | null;
                        stock: number | null;
                        taken: number;
                        version: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Refunds_refused: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those that no gateway would do and that wait for a person, oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            orderId: string;
                            /** @enum {string} */
                            state: "requested" | "waiting" | "refused" | "done";
                            /** @enum {string} */
                            reason: "organiser" | "withdrawal" | "event_cancelled";
                            amount: {
                                amountCents: number;
                                currency: string;
                            };
                            takenBack?: {
                                amountCents: number;
                                currency: string;
                            };
                            /** @enum {string} */
                            to: "source" | "balance";
                            balanceIfRefused: boolean;
                            tickets: string[];
                            products: {
                                /** Format: uuid */
                                productId: string;
                                quantity: number;
                            }[];
                            /** Format: date-time */
                            requestedAt: string;
                            refusedBecause?: string;
                            /** Format: date-time */
                            nextTryAt?: string;
                            /** Format: date-time */
                            settledAt?: string;
                            toBalance?: {
                                amountCents: number;
                                currency: string;
                            };
                        }[];
                        /** Format: uuid */
                        nextCursor?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Problem"];
        };
    };
    Refunds_tryAgain: {
        parameters: {
            query?: never;
            header: {
                /** @description The same key and body are the same try. */
                "Idempotency-Key": string;
                Prefer?: string;
            };
            path: {
                refundId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    to?: "source" | "balance";
                };
            };
        };
        responses: {
            /** @description Tried again now, to another destination where one is named. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        orderId: string;
                        /** @enum {string} */
                        state: "requested" | "waiting" | "refused" | "done";
                        /** @enum {string} */
                        reason: "organiser" | "withdrawal" | "event_cancelled";
                        amount: {
                            amountCents: number;
                            currency: string;
                        };
                        takenBack?: {
                            amountCents: number;
                            currency: string;
                        };
                        /** @enum {string} */
                        to: "source" | "balance";
                        balanceIfRefused: boolean;
                        tickets: string[];
                        products: {
                            /** Format: uuid */
                            productId: string;
                            quantity: number;
                        }[];
                        /** Format: date-time */
                        requestedAt: string;
                        refusedBecause?: string;
                        /** Format: date-time */
                        nextTryAt?: string;
                        /** Format: date-time */
                        settledAt?: string;
                        toBalance?: {
                            amountCents: number;
                            currency: string;
                        };
                    };
                };
            };
            /** @description The money is on its way, and the tickets are good until it is back. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        orderId: string;
                        /** @enum {string} */
                        state: "requested" | "waiting" | "refused" | "done";
                        /** @enum {string} */
                        reason: "organiser" | "withdrawal" | "event_cancelled";
                        amount: {
                            amountCents: number;
                            currency: string;
                        };
                        takenBack?: {
                            amountCents: number;
                            currency: string;
                        };
                        /** @enum {string} */
                        to: "source" | "balance";
                        balanceIfRefused: boolean;
                        tickets: string[];
                        products: {
                            /** Format: uuid */
                            productId: string;
                            quantity: number;
                        }[];
                        /** Format: date-time */
                        requestedAt: string;
                        refusedBecause?: string;
                        /** Format: date-time */
                        nextTryAt?: string;
                        /** Format: date-time */
                        settledAt?: string;
                        toBalance?: {
                            amountCents: number;
                            currency: string;
                        };
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Venue_seatMap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                seatMapId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        venueId: string;
                        name: string;
                        seatCount: number;
                        /** Format: date-time */
                        createdAt: string;
                        /** @description In the open seating-plan format, as it can be uploaded again. */
                        plan: {
                            [key: string]: unknown;
                        };
                        accessibility: {
                            wheelchair: string[];
                            companions: {
                                seat: string;
                                of: string;
                            }[];
                        };
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Venue_retireSeatMap: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                seatMapId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Offer_retireTicketType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticketTypeId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Offer_editTicketType: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticketTypeId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    category?: string;
                    /** @enum {string} */
                    kind?: "seated" | "standing";
                    price?: {
                        amountCents: number;
                        /** @enum {string} */
                        currency: "BRL";
                    };
                    halfPrice?: boolean;
                    proofRequired?: boolean;
                    holderRequired?: boolean;
                    version: number;
                };
            };
        };
        responses: {
            /** @description What is already held keeps its price. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        eventId: string;
                        name: string;
                        category: string;
                        /** @enum {string} */
                        kind: "seated" | "standing";
                        price: {
                            amountCents: number;
                            /** @enum {string} */
                            currency: "BRL";
                        };
                        halfPrice: boolean;
                        proofRequired: boolean;
                        holderRequired: boolean;
                        version: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Tickets_list: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            orderId: string;
                            /** Format: uuid */
                            eventId: string;
                            event?: {
                                title: string;
                                artist?: string;
                                /** Format: date-time */
                                startsAt?: string;
                                venueName: string;
                                city: string;
                                timezone: string;
                            };
                            /** @enum {string} */
                            state: "valid" | "refunded" | "revoked";
                            label: string;
                            section: string;
                            row?: string;
                            seat?: string;
                            /** Format: uuid */
                            ticketTypeId: string;
                            ticketTypeName: string;
                            holder?: {
                                name: string;
                                document?: string;
                            };
                            code: string;
                            /** Format: date-time */
                            issuedAt: string;
                        }[];
                        /** Format: uuid */
                        nextCursor?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            default: components["responses"]["Problem"];
        };
    };
    Tickets_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The public keys that a door checks ticket codes with (RFC 7517). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        keys: {
                            /** @enum {string} */
                            kty: "OKP";
                            /** @enum {string} */
                            crv: "Ed25519";
                            /** @enum {string} */
                            alg: "EdDSA";
                            /** @enum {string} */
                            use: "sig";
                            kid: string;
                            x: string;
                        }[];
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    Tickets_one: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticketId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        orderId: string;
                        /** Format: uuid */
                        eventId: string;
                        event?: {
                            title: string;
                            artist?: string;
                            /** Format: date-time */
                            startsAt?: string;
                            venueName: string;
                            city: string;
                            timezone: string;
                        };
                        /** @enum {string} */
                        state: "valid" | "refunded" | "revoked";
                        label: string;
                        section: string;
                        row?: string;
                        seat?: string;
                        /** Format: uuid */
                        ticketTypeId: string;
                        ticketTypeName: string;
                        holder?: {
                            name: string;
                            document?: string;
                        };
                        code: string;
                        /** Format: date-time */
                        issuedAt: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Tickets_pdf: {
        parameters: {
            query?: {
                language?: "pt-BR" | "es" | "en";
            };
            header?: never;
            path: {
                ticketId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page to print. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Tickets_svg: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticketId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The QR code. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": unknown;
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Users_list: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
                role?: "fan" | "door" | "organiser" | "administrator";
                search?: string;
                suspended?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Newest first; `search` is the beginning of an e-mail or a name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            email: string;
                            name: string;
                            /** @enum {string} */
                            role: "fan" | "door" | "organiser" | "administrator";
                            /** @enum {string} */
                            language: "pt-BR" | "es" | "en";
                            /** Format: date-time */
                            verifiedAt: string | null;
                            /** Format: date-time */
                            createdAt: string;
                            /** Format: date-time */
                            suspendedAt: string | null;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Problem"];
        };
    };
    Users_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        email: string;
                        name: string;
                        /** @enum {string} */
                        role: "fan" | "door" | "organiser" | "administrator";
                        /** @enum {string} */
                        language: "pt-BR" | "es" | "en";
                        /** Format: date-time */
                        verifiedAt: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        suspendedAt: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Users_administer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    role?: "fan" | "door" | "organiser" | "administrator";
                    suspended?: boolean;
                };
            };
        };
        responses: {
            /** @description Suspending ends the sessions at once. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        email: string;
                        name: string;
                        /** @enum {string} */
                        role: "fan" | "door" | "organiser" | "administrator";
                        /** @enum {string} */
                        language: "pt-BR" | "es" | "en";
                        /** Format: date-time */
                        verifiedAt: string | null;
                        /** Format: date-time */
                        createdAt: string;
                        /** Format: date-time */
                        suspendedAt: string | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Venue_list: {
        parameters: {
            query: {
                organiserId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            organiserId: string;
                            name: string;
                            city: string;
                            address: string;
                            timezone: string;
                            version: number;
                        }[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Problem"];
        };
    };
    Venue_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    city: string;
                    /** @default  */
                    address?: string;
                    timezone: string;
                    /** Format: uuid */
                    organiserId: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        organiserId: string;
                        name: string;
                        city: string;
                        address: string;
                        timezone: string;
                        version: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            default: components["responses"]["Problem"];
        };
    };
    Programme_venue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                venueId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A venue where something was announced. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        city: string;
                        address: string;
                        timezone: string;
                        /** @description On the seat map that has most of them; null where no seat map tells. */
                        wheelchairPlaces: number | null;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Venue_retire: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                venueId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Venue_edit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                venueId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    city?: string;
                    address?: string;
                    timezone?: string;
                    version: number;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        organiserId: string;
                        name: string;
                        city: string;
                        address: string;
                        timezone: string;
                        version: number;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Venue_seatMaps: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                venueId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** Format: uuid */
                            venueId: string;
                            name: string;
                            seatCount: number;
                            /** Format: date-time */
                            createdAt: string;
                        }[];
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Venue_importSeatMap: {
        parameters: {
            query?: {
                name?: string;
            };
            header?: never;
            path: {
                venueId: string;
            };
            cookie?: never;
        };
        /** @description `application/json`: a plan in the open seating-plan format with its accessibility sheet. `text/csv`: section,row,seat,x,y,category and optionally guid,wheelchair,companion_of. */
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    plan: unknown;
                    accessibility?: unknown;
                };
            };
        };
        responses: {
            /** @description The whole plan was imported; with a mistake nothing is, and 422 names every one by path or line. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        venueId: string;
                        name: string;
                        seatCount: number;
                        /** Format: date-time */
                        createdAt: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            403: components["responses"]["NotAllowed"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Wallet_balance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        balance: {
                            amountCents: number;
                            currency: string;
                        };
                        frozen: {
                            amountCents: number;
                            currency: string;
                        };
                        available: {
                            amountCents: number;
                            currency: string;
                        };
                    };
                };
            };
            401: components["responses"]["NotSignedIn"];
            default: components["responses"]["Problem"];
        };
    };
    Statements_mine: {
        parameters: {
            query?: {
                cursor?: string;
                from?: string;
                limit?: number;
                timezone?: string;
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The balance before and after, the days with their sums, and the movements, oldest first, page by page. With `Accept: text/csv` all of it as one CSV file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date */
                        from: string;
                        /** Format: date */
                        to: string;
                        timezone: string;
                        opening: {
                            amountCents: number;
                            currency: string;
                        };
                        closing: {
                            amountCents: number;
                            currency: string;
                        };
                        days?: {
                            /** Format: date */
                            date: string;
                            opening: {
                                amountCents: number;
                                currency: string;
                            };
                            in: {
                                amountCents: number;
                                currency: string;
                            };
                            out: {
                                amountCents: number;
                                currency: string;
                            };
                            closing: {
                                amountCents: number;
                                currency: string;
                            };
                        }[];
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** Format: date-time */
                            at: string;
                            /** Format: date */
                            date: string;
                            /** @enum {string} */
                            kind: "capture" | "payment" | "top_up" | "refund" | "chargeback" | "conflict" | "conflict_refund" | "conflict_closing" | "loss" | "fee" | "fee_refund" | "settlement" | "payout" | "gateway_fee" | "payout_reversal";
                            /** @enum {string} */
                            direction: "in" | "out";
                            amount: {
                                amountCents: number;
                                currency: string;
                            };
                            /** Format: uuid */
                            paymentId?: string;
                            purpose?: {
                                /** @enum {string} */
                                kind: "order" | "top_up" | "service";
                                /** Format: uuid */
                                id: string;
                            };
                            description: string;
                        }[];
                        /** Format: uuid */
                        nextCursor?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            default: components["responses"]["Problem"];
        };
    };
    Wallet_topUp: {
        parameters: {
            query?: never;
            header: {
                /** @description Kept for 30 days. */
                "Idempotency-Key": string;
                /** @description `wait=N` waits up to N seconds for the outcome. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    amount: {
                        amountCents: number;
                        currency: string;
                    };
                    payment: {
                        /** @enum {string} */
                        method: "card";
                        /** @description The card's token as its gateway's page gave it, never the card's number: Stripe's `pm_…`, `ctoken_…` or `tok_…`, Mercado Pago's behind the card's brand and a colon, `visa:…`. */
                        token: string;
                    } | {
                        /** @enum {string} */
                        method: "pix";
                    };
                };
            };
        };
        responses: {
            /** @description Decided, or its PIX code is there. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        state: "awaiting_gateway" | "presented" | "cancelling" | "completed" | "failed" | "cancelled" | "conflicted" | "refunded";
                        purpose: {
                            /** @enum {string} */
                            kind: "order" | "top_up" | "service";
                            /** Format: uuid */
                            id: string;
                        };
                        /** Format: uuid */
                        payeeId?: string;
                        /** @enum {string} */
                        method: "card" | "pix" | "wallet";
                        amount: {
                            amountCents: number;
                            currency: string;
                        };
                        fromWallet: {
                            amountCents: number;
                            currency: string;
                        };
                        refunded: {
                            amountCents: number;
                            currency: string;
                        };
                        takenBack?: {
                            amountCents: number;
                            currency: string;
                        };
                        /** Format: date-time */
                        expiresAt: string;
                        pix?: {
                            brCode: string;
                            qrCodeUrl: string;
                            /** Format: date-time */
                            expiresAt: string;
                        };
                        failure?: {
                            /** @enum {string} */
                            reason: "declined" | "expired" | "cancelled" | "insufficient_funds" | "authentication_required" | "refused" | "unavailable" | "conflicted";
                            retryable: boolean;
                            detail?: string;
                        };
                    };
                };
            };
            /** @description The outcome is still open. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** @enum {string} */
                        state: "awaiting_gateway" | "presented" | "cancelling" | "completed" | "failed" | "cancelled" | "conflicted" | "refunded";
                        purpose: {
                            /** @enum {string} */
                            kind: "order" | "top_up" | "service";
                            /** Format: uuid */
                            id: string;
                        };
                        /** Format: uuid */
                        payeeId?: string;
                        /** @enum {string} */
                        method: "card" | "pix" | "wallet";
                        amount: {
                            amountCents: number;
                            currency: string;
                        };
                        fromWallet: {
                            amountCents: number;
                            currency: string;
                        };
                        refunded: {
                            amountCents: number;
                            currency: string;
                        };
                        takenBack?: {
                            amountCents: number;
                            currency: string;
                        };
                        /** Format: date-time */
                        expiresAt: string;
                        pix?: {
                            brCode: string;
                            qrCodeUrl: string;
                            /** Format: date-time */
                            expiresAt: string;
                        };
                        failure?: {
                            /** @enum {string} */
                            reason: "declined" | "expired" | "cancelled" | "insufficient_funds" | "authentication_required" | "refused" | "unavailable" | "conflicted";
                            retryable: boolean;
                            detail?: string;
                        };
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            default: components["responses"]["Problem"];
        };
    };
    Wallet_transfers: {
        parameters: {
            query?: {
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            /** @enum {string} */
                            kind: "capture" | "payment" | "top_up" | "refund" | "chargeback" | "conflict" | "conflict_refund" | "conflict_closing" | "loss" | "fee" | "fee_refund" | "settlement" | "payout" | "gateway_fee" | "payout_reversal";
                            /** @enum {string} */
                            direction: "in" | "out";
                            /** @enum {string} */
                            state: "pending" | "posted" | "voided" | "expired";
                            amount: {
                                amountCents: number;
                                currency: string;
                            };
                            /** Format: uuid */
                            paymentId: string;
                            purpose: {
                                /** @enum {string} */
                                kind: "order" | "top_up" | "service";
                                /** Format: uuid */
                                id: string;
                            };
                            /** Format: date-time */
                            createdAt: string;
                        }[];
                        nextCursor?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            401: components["responses"]["NotSignedIn"];
            default: components["responses"]["Problem"];
        };
    };
    State_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It can sell; the state of every part. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok" | "unavailable";
                        parts: {
                            [key: string]: {
                                ok: boolean;
                                detail?: string;
                            };
                        };
                    };
                };
            };
            /** @description It cannot. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok" | "unavailable";
                        parts: {
                            [key: string]: {
                                ok: boolean;
                                detail?: string;
                            };
                        };
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    State_postedHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It can sell; the state of every part. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok" | "unavailable";
                        parts: {
                            [key: string]: {
                                ok: boolean;
                                detail?: string;
                            };
                        };
                    };
                };
            };
            /** @description It cannot. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {string} */
                        status: "ok" | "unavailable";
                        parts: {
                            [key: string]: {
                                ok: boolean;
                                detail?: string;
                            };
                        };
                    };
                };
            };
            default: components["responses"]["Problem"];
        };
    };
    Mailbox_list: {
        parameters: {
            query?: {
                cursor?: string;
                format?: "html" | "json";
                limit?: number;
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest first; a page for people, JSON for programs that ask for it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** Format: uuid */
                            id: string;
                            messageId: string;
                            to: {
                                name: string;
                                address: string;
                            };
                            subject: string;
                            /** Format: date-time */
                            receivedAt: string;
                            attachments: {
                                fileName: string;
                                contentType: string;
                                bytes: number;
                                url: string;
                            }[];
                        }[];
                        /** Format: uuid */
                        nextCursor?: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            default: components["responses"]["Problem"];
        };
    };
    Mailbox_one: {
        parameters: {
            query?: {
                format?: "html" | "json";
            };
            header?: never;
            path: {
                mailId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One mail; a page for people, JSON for programs that ask for it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        messageId: string;
                        to: {
                            name: string;
                            address: string;
                        };
                        subject: string;
                        /** Format: date-time */
                        receivedAt: string;
                        attachments: {
                            fileName: string;
                            contentType: string;
                            bytes: number;
                            url: string;
                        }[];
                        text: string;
                        html: string;
                    };
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Mailbox_attachment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                index: number;
                mailId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An attached file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
    Mailbox_letter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mailId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The letter as its reader sees it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": unknown;
                };
            };
            400: components["responses"]["InvalidRequest"];
            404: components["responses"]["NotFound"];
            default: components["responses"]["Problem"];
        };
    };
}
